import { telling } from '#lib/tell.js';

const of = (...items) => ReadableStream.from(items);
const all = (stream) => Array.fromAsync(stream);
const upper = () =>
	new TransformStream({ transform: (text, controller) => controller.enqueue(text.toUpperCase()) });
const sink = (noted, more) =>
	new WritableStream({
		write: (item) => void noted.push(item),
		close: () => void noted.push('close'),
		abort: (reason) => void noted.push(['abort', reason]),
		...more
	});
const broken = () => new ReadableStream({ pull: (controller) => controller.error(new RangeError('broken')) });
const caught = (promise) =>
	promise.then(
		() => 'done',
		(error) => error
	);
const settled = () => new Promise((resolve) => setTimeout(resolve));

export const load = telling({
	through: () => ({
		upper: () => all(of('a', 'b').pipeThrough(upper())),
		chained: () =>
			all(
				of('a')
					.pipeThrough(upper())
					.pipeThrough(
						new TransformStream({
							transform: (text, controller) => (controller.enqueue(text), controller.enqueue(`${text}!`))
						})
					)
			),
		identity: () => all(of(1, { a: 2 }).pipeThrough(new TransformStream())),
		hooks: () => {
			const start = (controller) => controller.enqueue('start');
			const flush = async (controller) => (await settled(), controller.enqueue('flush'));
			return all(of('item').pipeThrough(new TransformStream({ start, flush })));
		},
		later: () =>
			all(
				of(1, 2).pipeThrough(
					new TransformStream({
						transform: async (item, controller) => (await settled(), controller.enqueue(item * 2))
					})
				)
			),
		lines: () => {
			let rest = '';
			const transform = (text, controller) => {
				const lines = (rest + text).split('\n');
				rest = lines.pop();
				for (const line of lines) controller.enqueue(line);
			};
			const flush = (controller) => rest && controller.enqueue(rest);
			return all(of('a\nb', 'c\n', 'd').pipeThrough(new TransformStream({ transform, flush })));
		},
		terminated: () =>
			all(
				of(1, 2, 3).pipeThrough(
					new TransformStream({
						transform: (item, controller) => (item > 1 ? controller.terminate() : controller.enqueue(item))
					})
				)
			),
		failing: () =>
			all(
				of(1).pipeThrough(
					new TransformStream({
						transform: () => {
							throw new RangeError('broken');
						}
					})
				)
			),
		failingsource: () => all(broken().pipeThrough(new TransformStream())),
		own: () => {
			const { readable, writable } = upper();
			return all(of('a').pipeThrough({ readable, writable }));
		},
		nopair: () => of('a').pipeThrough({}),
		locked: () => {
			const stream = of('a');
			stream.getReader();
			return stream.pipeThrough(upper());
		}
	}),
	transform: () => ({
		writer: async () => {
			const { readable, writable } = upper();
			const writer = writable.getWriter();
			void writer.write('a');
			void writer.close();
			return all(readable);
		},
		kinds: () => {
			const stream = new TransformStream();
			return [
				stream.readable instanceof ReadableStream,
				stream.writable instanceof WritableStream,
				String(stream)
			];
		},
		error: async () => {
			const stream = new TransformStream({
				start: (controller) => controller.error(new RangeError('broken'))
			});
			return [await caught(all(stream.readable)), await caught(stream.writable.getWriter().closed)];
		},
		aborted: async () => {
			const { readable, writable } = new TransformStream();
			void writable.abort(new RangeError('own')).catch(() => {});
			return all(readable);
		},
		cancelled: async () => {
			const noted = [];
			const { readable, writable } = new TransformStream({ cancel: (reason) => void noted.push(reason) });
			await readable.cancel('enough');
			return [noted, await caught(writable.getWriter().closed)];
		},
		size: () => {
			let size;
			new TransformStream({ start: (controller) => void (size = controller.desiredSize) }, undefined, {
				highWaterMark: 3
			});
			return size;
		},
		started: () =>
			new TransformStream({
				start: () => {
					throw new RangeError('broken');
				}
			}),
		types: () => new TransformStream({ readableType: 'bytes' }),
		illegal: () => new TransformStreamDefaultController()
	}),
	to: () => ({
		collected: async () => {
			const noted = [];
			const stream = of('a', 'b');
			return [await stream.pipeTo(sink(noted)), noted, stream.locked];
		},
		open: async () => {
			const noted = [];
			const writable = sink(noted);
			await of('a').pipeTo(writable, { preventClose: true });
			await of('b').pipeTo(writable);
			return noted;
		},
		failing: async () => {
			const noted = [];
			return [await caught(broken().pipeTo(sink(noted))), noted];
		},
		unaborted: async () => {
			const noted = [];
			const writable = sink(noted);
			return [
				await caught(broken().pipeTo(writable, { preventAbort: true })),
				noted,
				await caught(writable.close()),
				noted
			];
		},
		refused: async () => {
			const noted = [];
			const stream = new ReadableStream({
				pull: (controller) => controller.enqueue(1),
				cancel: (reason) => void noted.push(reason)
			});
			return [
				await caught(
					stream.pipeTo(
						new WritableStream({
							write: () => {
								throw new RangeError('full');
							}
						})
					)
				),
				noted
			];
		},
		signal: async () => {
			const noted = [];
			const controller = new AbortController();
			const cancel = (reason) => void noted.push(['cancel', reason]);
			const piping = new ReadableStream({ cancel }).pipeTo(sink(noted), { signal: controller.signal });
			controller.abort();
			return [await caught(piping), noted];
		},
		reason: async () => {
			const noted = [];
			const piping = of('a').pipeTo(sink(noted), { signal: AbortSignal.abort('own') });
			return [await caught(piping), noted];
		},
		locked: () => {
			const writable = new WritableStream();
			writable.getWriter();
			return of('a').pipeTo(writable);
		},
		nostream: () => of('a').pipeTo({})
	}),
	writable: () => ({
		order: async () => {
			const noted = [];
			const writer = sink(noted, { start: () => void noted.push('start') }).getWriter();
			await writer.ready;
			void writer.write('a');
			void writer.write('b');
			await writer.close();
			return [noted, await writer.closed];
		},
		sizes: async () => {
			const writer = new WritableStream({ write: settled }, { highWaterMark: 2 }).getWriter();
			const found = [writer.desiredSize];
			const written = writer.write('a');
			found.push(writer.desiredSize);
			void writer.write('b');
			found.push(writer.desiredSize);
			await written;
			return [...found, writer.desiredSize];
		},
		pressure: async () => {
			const noted = [];
			const writer = new WritableStream({ write: settled }).getWriter();
			void writer.write('a').then(() => noted.push('written'));
			await writer.ready.then(() => noted.push('ready'));
			return noted;
		},
		aborted: async () => {
			const noted = [];
			const writer = sink(noted).getWriter();
			await writer.ready;
			await writer.abort('own');
			return [noted, await caught(writer.closed), await caught(writer.write('late'))];
		},
		signal: async () => {
			const noted = [];
			const write = (_, { signal }) =>
				new Promise((resolve) => signal.addEventListener('abort', () => resolve(noted.push(signal.reason))));
			const stream = new WritableStream({ write });
			const writer = stream.getWriter();
			await writer.ready;
			void writer.write('a').catch(() => {});
			await settled();
			await writer.abort('own');
			return noted;
		},
		error: async () => {
			const writer = new WritableStream({
				write: (_, controller) => controller.error(new RangeError('broken'))
			}).getWriter();
			return [await caught(writer.write('a')), await caught(writer.closed), await caught(writer.write('b'))];
		},
		rejecting: async () => {
			const writer = new WritableStream({
				write: async () => {
					throw new RangeError('full');
				}
			}).getWriter();
			return [await caught(writer.write('a')), await caught(writer.closed)];
		},
		locked: () => {
			const stream = new WritableStream();
			const writer = stream.getWriter();
			const locked = stream.locked;
			writer.releaseLock();
			return [locked, stream.locked];
		},
		second: () => {
			const stream = new WritableStream();
			stream.getWriter();
			return stream.getWriter();
		},
		afterclose: async () => {
			const writer = new WritableStream().getWriter();
			await writer.close();
			return writer.write('a');
		},
		type: () => new WritableStream({ type: 'bytes' })
	})
});
