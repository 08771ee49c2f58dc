import { telling } from '#lib/tell.js';

export const load = telling({
	values: () => ({
		plain: () => structuredClone({ a: [1, { b: null }], c: undefined, d: -0, e: NaN, f: 2n }),
		kinds: () =>
			structuredClone([
				new Map([[{ k: 1 }, new Set([1])]]),
				new Date(7),
				new Uint16Array([1]),
				new ArrayBuffer(2)
			]),
		regexp: () => {
			const pattern = /a/giu;
			pattern.lastIndex = 3;
			const { source, flags, lastIndex } = structuredClone(pattern);
			return [source, flags, lastIndex];
		},
		ring: () => {
			const ring = { list: [] };
			ring.list.push(ring);
			const copy = structuredClone(ring);
			return [copy.list[0] === copy, copy === ring];
		},
		shared: () => {
			const part = {};
			const [one, two] = structuredClone([part, part]);
			return [one === two, one === part];
		},
		views: () => {
			const { buffer } = new Uint8Array([1, 2, 3, 4]);
			const [one, two] = structuredClone([new Uint8Array(buffer, 0, 2), new Uint8Array(buffer, 2)]);
			return [one, two, one.buffer === two.buffer, one.buffer.byteLength];
		},
		boxes: () =>
			structuredClone([Object(1), Object('a'), Object(true), Object(1n)]).map((box) => [
				typeof box,
				box.valueOf()
			]),
		sparse: () => {
			const copy = structuredClone([1, , 3]); // eslint-disable-line no-sparse-arrays
			return [copy.length, 1 in copy];
		},
		errors: () => {
			const copy = structuredClone(new RangeError('text', { cause: { a: 1 } }));
			return [copy instanceof RangeError, copy.name, copy.message, copy.cause];
		},
		ownerror: () => {
			class Own extends Error {
				name = 'Own';
			}
			const copy = structuredClone(new Own('text'));
			return [copy.constructor === Error, copy.name, copy.message];
		},
		class: () => {
			class Point {
				x = 1;
				#hidden = 2;
				get y() {
					return this.#hidden;
				}
			}
			const copy = structuredClone(new Point());
			return [copy instanceof Point, copy];
		},
		getter: () => structuredClone(Object.defineProperty({}, 'a', { get: () => 'got', enumerable: true })),
		hidden: () => structuredClone(Object.defineProperty({ b: 1, [Symbol('s')]: 2 }, 'a', { value: 1 })),
		prototype: () => Object.getPrototypeOf(structuredClone(Object.create(null))) === Object.prototype,
		blob: async () => {
			const [blob, file] = structuredClone([
				new Blob(['ab'], { type: 'a/b' }),
				new File(['cd'], 'f', { lastModified: 3 })
			]);
			return [
				await blob.text(),
				blob.type,
				file instanceof File,
				file.name,
				file.lastModified,
				await file.text()
			];
		}
	}),
	transferred: () => ({
		buffer: () => {
			const buffer = new ArrayBuffer(4);
			const copy = structuredClone(buffer, { transfer: [buffer] });
			return [copy.byteLength, buffer.byteLength, buffer.detached];
		},
		inside: () => {
			const bytes = new Uint8Array([1, 2]);
			const copy = structuredClone({ bytes }, { transfer: [bytes.buffer] });
			return [copy.bytes, bytes.length];
		},
		twice: () => {
			const buffer = new ArrayBuffer(1);
			return structuredClone(buffer, { transfer: [buffer, buffer] });
		},
		stranger: () => structuredClone({}, { transfer: [{}] })
	}),
	refused: () => ({
		function: () => structuredClone(() => 1),
		method: () => structuredClone({ deep: [{ f() {} }] }),
		symbol: () => structuredClone(Symbol('a')),
		weak: () => structuredClone(new WeakMap()),
		promise: () => structuredClone(Promise.resolve()),
		kind: () => {
			try {
				structuredClone(() => 1);
			} catch (error) {
				return [error instanceof DOMException, error.code];
			}
		},
		throwing: () =>
			structuredClone({
				get a() {
					throw new RangeError('own');
				}
			}),
		nothing: () => structuredClone()
	})
});
