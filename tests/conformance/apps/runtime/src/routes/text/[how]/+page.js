import { telling } from '#lib/tell.js';

const bytes = (...items) => new Uint8Array(items);
const encode = (text) => new TextEncoder().encode(text);
const through = (transform, ...items) => Array.fromAsync(ReadableStream.from(items).pipeThrough(transform));

export const load = telling({
	encoder: () => ({
		encode: () => encode('aé☃🎈'),
		nothing: () => [encode().length, encode(undefined).length, encode('').length],
		values: () => [encode(null), encode(12)],
		surrogate: () => encode('\ud800a'),
		encoding: () => [
			new TextEncoder().encoding,
			new TextEncoder('latin1').encoding,
			String(new TextEncoder())
		],
		into: () => {
			const target = new Uint8Array(5);
			return [new TextEncoder().encodeInto('a☃é', target), target];
		},
		intoall: () => new TextEncoder().encodeInto('🎈', new Uint8Array(9)),
		intobuffer: () => new TextEncoder().encodeInto('a', new ArrayBuffer(2))
	}),
	decoder: () => ({
		utf8: () => new TextDecoder().decode(encode('aé☃🎈')),
		labels: () =>
			['utf8', ' UTF-8 ', 'latin1', 'ascii', 'utf-16', 'sjis', 'koi8-r'].map(
				(label) => new TextDecoder(label).encoding
			),
		latin: () => new TextDecoder('latin1').decode(bytes(0xe9, 0x80)),
		utf16: () => [
			new TextDecoder('utf-16le').decode(bytes(0x61, 0, 0x3d, 0xd8)),
			new TextDecoder('utf-16be').decode(bytes(0, 0x61))
		],
		japanese: () => new TextDecoder('shift_jis').decode(bytes(0x93, 0xfa, 0x96, 0x7b)),
		bom: () => [
			new TextDecoder().decode(encode('\ufeffa')),
			new TextDecoder('utf-8', { ignoreBOM: true }).decode(encode('\ufeffa')).length
		],
		invalid: () => new TextDecoder().decode(bytes(0x61, 0xff, 0xe2, 0x98, 0x61, 0xf0, 0x9f)),
		fatal: () => new TextDecoder('utf-8', { fatal: true }).decode(bytes(0xff)),
		stream: () => {
			const decoder = new TextDecoder();
			return [
				decoder.decode(bytes(0xe2, 0x98), { stream: true }),
				decoder.decode(bytes(0x83), { stream: true }),
				decoder.decode(bytes(0xe2)),
				decoder.decode()
			];
		},
		views: () => [
			new TextDecoder().decode(new DataView(encode('abc').buffer, 1, 1)),
			new TextDecoder().decode(encode('abc').buffer)
		],
		flags: () =>
			[new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })].map(({ fatal, ignoreBOM, encoding }) => [
				fatal,
				ignoreBOM,
				encoding
			]),
		unknown: () => new TextDecoder('nothing'),
		text: () => new TextDecoder().decode('a')
	}),
	encoding: () => ({
		stream: async () => (await through(new TextEncoderStream(), 'a', 'é')).map((part) => [...part]),
		pair: async () => (await through(new TextEncoderStream(), 'a\ud83c', '\udf88')).map((part) => [...part]),
		lonely: async () => (await through(new TextEncoderStream(), '\ud83c')).map((part) => [...part]),
		values: async () => (await through(new TextEncoderStream(), 1, null)).map((part) => [...part]),
		fields: () => [
			new TextEncoderStream().encoding,
			new TextEncoderStream().readable instanceof ReadableStream
		]
	}),
	decoding: () => ({
		stream: () => through(new TextDecoderStream(), encode('a'), encode('é')),
		split: async () =>
			(await through(new TextDecoderStream(), bytes(0xe2), bytes(0x98), bytes(0x83, 0x61))).join('|'),
		cut: async () => (await through(new TextDecoderStream(), bytes(0x61, 0xe2))).join(''),
		label: () => through(new TextDecoderStream('latin1'), bytes(0xe9)),
		bom: () => through(new TextDecoderStream(), encode('\ufeffa')),
		fatal: () => through(new TextDecoderStream('utf-8', { fatal: true }), bytes(0xff)),
		buffer: () => through(new TextDecoderStream(), encode('ab').buffer),
		string: () => through(new TextDecoderStream(), 'a'),
		fields: () =>
			[new TextDecoderStream('utf8', { fatal: true })].map(({ encoding, fatal, ignoreBOM }) => [
				encoding,
				fatal,
				ignoreBOM
			]),
		unknown: () => new TextDecoderStream('nothing')
	}),
	base64: () => ({
		btoa: () => [btoa('abc'), btoa('\u00ff\u0000'), btoa(''), btoa(12)],
		atob: () => [atob('YWJj'), atob(' Y W J j\n'), atob('YQ'), atob('YQ==').length, atob('')],
		wide: () => btoa('☃'),
		bad: () => atob('a'),
		badcharacter: () => atob('_-==').length,
		kind: () => {
			try {
				atob('*');
			} catch (error) {
				return [error instanceof DOMException, error.code, error instanceof Error];
			}
		}
	})
});
