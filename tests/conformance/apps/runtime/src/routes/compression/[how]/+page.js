import { telling } from '#lib/tell.js';

const TEXT = 'grüß grüß grüß\n';
const PACKED = {
	gzip: 'H4sIAAAAAAAC/0svOrzn8HyFdGSKCwCpCpW5FQAAAA==',
	deflate: 'eJxLLzq85/B8hXRkigsAgIoLeQ==',
	'deflate-raw': 'Sy86vOfwfIV0ZIoLAA=='
};
const FORMATS = Object.keys(PACKED);
const FIRST = { gzip: [31, 139], deflate: [120], 'deflate-raw': [] };

const packed = (format) => Uint8Array.from(atob(PACKED[format]), (letter) => letter.charCodeAt(0));
const pack = (blob, format) => new Response(blob.stream().pipeThrough(new CompressionStream(format)));
const unpack = (...parts) => {
	const format = parts.shift();
	return new Response(ReadableStream.from(parts).pipeThrough(new DecompressionStream(format)));
};
const each = (work) => Promise.all(FORMATS.map(work));

export const load = telling({
	unpacked: () => ({
		text: () => each((format) => unpack(format, packed(format)).text()),
		buffer: () => unpack('gzip', packed('gzip').buffer).text(),
		bytewise: () =>
			each((format) =>
				unpack(format, ...Array.from(packed(format), (byte) => new Uint8Array([byte]))).text()
			),
		blob: () =>
			new Response(new Blob([packed('gzip')]).stream().pipeThrough(new DecompressionStream('gzip'))).bytes()
	}),
	packed: () => ({
		roundtrip: () =>
			each(async (format) => unpack(format, await pack(new Blob([TEXT]), format).bytes()).text()),
		smaller: () =>
			each(async (format) => (await pack(new Blob(['a'.repeat(10_000)]), format).bytes()).length < 200),
		magic: () =>
			each(async (format) =>
				[...(await pack(new Blob([TEXT]), format).bytes())].slice(0, FIRST[format].length)
			),
		empty: () =>
			each(async (format) => (await unpack(format, await pack(new Blob(), format).bytes()).bytes()).length),
		large: async () => {
			const large = Uint8Array.from({ length: 200_000 }, (_, index) => (index * index) % 251);
			const back = await unpack('gzip', await pack(new Blob([large]), 'gzip').bytes()).bytes();
			return back.length === large.length && back.every((byte, index) => byte === large[index]);
		},
		written: async () => {
			const { readable, writable } = new CompressionStream('deflate-raw');
			const writer = writable.getWriter();
			void writer.write(new TextEncoder().encode('ab'));
			void writer.write(new TextEncoder().encode('cd').buffer);
			void writer.close();
			return new Response(readable.pipeThrough(new DecompressionStream('deflate-raw'))).text();
		}
	}),
	wrong: () => ({
		format: () => new CompressionStream('zip'),
		format2: () => new DecompressionStream('GZIP'),
		nothing: () => new CompressionStream(),
		garbage: () =>
			each((format) =>
				unpack(format, new Uint8Array([9, 9, 9, 9]))
					.text()
					.then(
						() => 'read',
						() => 'rejected'
					)
			),
		cut: () =>
			each((format) =>
				unpack(format, packed(format).slice(0, -6))
					.text()
					.then(
						() => 'read',
						() => 'rejected'
					)
			),
		checksum: () => {
			const changed = packed('gzip');
			changed[changed.length - 6] ^= 1;
			return unpack('gzip', changed)
				.text()
				.then(
					() => 'read',
					() => 'rejected'
				);
		},
		string: () =>
			unpack('gzip', 'text')
				.text()
				.then(
					() => 'read',
					(error) => error.name
				),
		kinds: () => [
			new CompressionStream('gzip').readable instanceof ReadableStream,
			new DecompressionStream('gzip').writable instanceof WritableStream,
			String(new CompressionStream('gzip'))
		]
	})
});
