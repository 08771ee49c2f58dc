import { telling } from '#lib/tell.js';

const letters = new TextEncoder().encode('abcdef');
const parts = (...texts) => ReadableStream.from(texts.map((text) => new TextEncoder().encode(text)));

const form = () => {
	const made = new FormData();
	made.append('a', '1');
	made.append('ü q', 'grüß');
	made.append('a', '2');
	return made;
};

const forms = (send) => ({
	fields: () => send(form()),
	empty: async () => (await send(new FormData())).fields,
	file: () => {
		const made = form();
		made.append('f', new File(['x{}'], 'ä.css', { type: 'text/css', lastModified: 0 }));
		return send(made);
	},
	blob: () => {
		const made = new FormData();
		made.set('f', new Blob(['grüß'], { type: 'text/plain' }));
		made.set('g', new Blob(['y']), 'g.bin');
		return send(made);
	},
	newlines: async () => {
		const made = new FormData();
		made.set('t', 'a\nb\r\nc');
		return (await send(made)).fields;
	},
	params: () =>
		send(
			new URLSearchParams([
				['a', '1 &'],
				['a', 'ü']
			])
		),
	put: () => send(new URLSearchParams('a=1'), { method: 'PUT' })
});

const texts = (send) => ({
	string: () => send('grüß'),
	object: () => send({ a: 1 }),
	number: () => send(5),
	typed: () => send('{}', { headers: { 'content-type': 'application/json', 'x-own': 'o' } }),
	stringobject: () => send(new String('boxed')),
	empty: () => send(''),
	nothing: () => send(undefined),
	url: () => send(new URL('http://a.test/ü'))
});

const bytes = (send) => ({
	array: () => send(letters),
	part: () => send(letters.subarray(2, 4)),
	view: () => send(new DataView(letters.buffer, 1, 3)),
	buffer: () => send(letters.buffer),
	words: () => send(new Uint16Array([0x6161, 0x6262])),
	clamped: () => send(new Uint8ClampedArray([300, 7])),
	floats: () => send(new Float32Array([1.5])),
	none: () => send(new Uint8Array(0)),
	blob: () => send(new Blob(['abc', letters], { type: 'Image/X-Own' })),
	untyped: () => send(new Blob(['abc'])),
	blobtyped: () => send(new Blob(['abc'], { type: 'a/b' }), { headers: { 'content-type': 'c/d' } }),
	file: () => send(new File(['abc'], 'f.txt', { type: 'text/plain' }))
});

const streams = (send) => ({
	half: () => send(parts('one ', 'tw', 'o'), { duplex: 'half' }),
	pulled: () => {
		let count = 0;
		const pull = (controller) => {
			if (++count > 3) return controller.close();
			controller.enqueue(new Uint8Array([count]));
		};
		return send(new ReadableStream({ pull }), { duplex: 'half' });
	},
	piped: () => send(new Blob(['piped']).stream().pipeThrough(new TransformStream()), { duplex: 'half' }),
	encoded: () =>
		send(ReadableStream.from(['gr', 'üß']).pipeThrough(new TextEncoderStream()), { duplex: 'half' }),
	typed: () => send(parts('{}'), { duplex: 'half', headers: { 'content-type': 'application/json' } }),
	zipped: async () => {
		const zipped = new Blob(['a'.repeat(100)]).stream().pipeThrough(new CompressionStream('gzip'));
		const unzipped = zipped.pipeThrough(new DecompressionStream('gzip'));
		return (await send(unzipped, { duplex: 'half' })).bytes.length;
	},
	noduplex: () => send(parts('one')),
	locked: () => {
		const stream = parts('one');
		stream.getReader();
		return send(stream, { duplex: 'half' });
	}
});

// by `bytes`, which SvelteKit does not note for the browser: it would hash a form's random boundary
const parsed = async (response) => JSON.parse(new TextDecoder().decode(await response.bytes()));
const sender =
	({ fetch }) =>
	async (body, init) =>
		(await fetch('/echo', { method: 'POST', body, ...init })).json();
const requester =
	({ fetch, url }) =>
	async (body, init) =>
		parsed(await fetch(new Request(new URL('/echo', url), { method: 'POST', body, ...init })));

export const load = telling({
	forms: (event) => forms(sender(event)),
	texts: (event) => texts(sender(event)),
	bytes: (event) => bytes(sender(event)),
	streams: (event) => streams(sender(event)),
	formsbyrequest: (event) => forms(requester(event)),
	textsbyrequest: (event) => texts(requester(event)),
	bytesbyrequest: (event) => bytes(requester(event)),
	streamsbyrequest: (event) => streams(requester(event)),
	methods: (event) => {
		const send = requester(event);
		return {
			patch: () => send('x', { method: 'PATCH' }),
			delete: () => send(undefined, { method: 'delete' }),
			deletebody: () => send('x', { method: 'DELETE' }),
			get: () => send(undefined, { method: 'get' }),
			getbody: () => send('x', { method: 'GET' }),
			options: () => send(undefined, { method: 'options' })
		};
	},
	reused: (event) => ({
		request: async () => {
			const request = new Request(new URL('/echo', event.url), { method: 'POST', body: 'once' });
			const first = await parsed(await event.fetch(request.clone()));
			return [first.bytes.length, request.bodyUsed, (await parsed(await event.fetch(request))).bytes.length];
		},
		formtwice: async () => {
			const made = form();
			const send = sender(event);
			return [(await send(made)).fields.length, (await send(made)).fields.length];
		},
		readafter: async () => {
			const request = new Request(new URL('/echo', event.url), { method: 'POST', body: 'gone' });
			await request.text();
			return event.fetch(request);
		}
	})
});
