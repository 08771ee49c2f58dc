import { telling } from '#lib/tell.js';

const collect = async (stream) => {
	const found = [];
	for await (const part of stream) found.push(...part);
	return found;
};

export const load = telling({
	made: () => ({
		nothing: () => [new Blob().size, new Blob().type],
		text: async () => [new Blob(['hé☃']).size, await new Blob(['hé☃']).text()],
		parts: () => {
			const [one, two, three] = [[98], [99], [100, 101, 102]].map((items) => new Uint8Array(items));
			return new Blob([
				'a',
				one,
				two.buffer,
				new DataView(three.buffer, 1, 1),
				new Blob(['f']),
				7,
				null
			]).text();
		},
		words: async () => await new Blob([new Uint16Array([0x6161, 0x6262])]).text(),
		set: () => new Blob(new Set(['x', 'y'])).text(),
		copied: async () => {
			const bytes = new Uint8Array([97, 98]);
			const blob = new Blob([bytes]);
			bytes[0] = 120;
			return blob.text();
		},
		surrogate: async () => [...new Uint8Array(await new Blob(['\ud800']).arrayBuffer())],
		newlines: () => new Blob(['a\r\nb\nc']).text(),
		notalist: () => new Blob('abc'),
		anobject: () => new Blob({ length: 1, 0: 'a' }),
		called: () => Blob(['a'])
	}),
	kinds: () => ({
		lower: () => new Blob([], { type: 'Text/Plain;Charset=UTF-8' }).type,
		notascii: () => new Blob([], { type: 'text/plé' }).type,
		control: () => new Blob([], { type: 'a\u007fb\n' }).type.length,
		nulltype: () => new Blob([], { type: null }).type,
		tag: () => [String(new Blob()), new Blob() instanceof Blob, Blob.name, Blob.length],
		own: () => [Object.keys(new Blob(['a'])), 'size' in Blob.prototype, JSON.stringify(new Blob(['a']))],
		frozen: () => {
			new Blob(['a']).size = 7;
		}
	}),
	slice: () => {
		const blob = new Blob(['abc', 'def'], { type: 'text/plain' });
		return {
			all: async () => [await blob.slice().text(), blob.slice().type],
			from: () => blob.slice(2).text(),
			between: () => blob.slice(1, 5).text(),
			negative: () => blob.slice(-3, -1).text(),
			beyond: async () => [blob.slice(4, 99).size, blob.slice(9).size, blob.slice(5, 2).size],
			typed: async () => [blob.slice(0, 1, 'Image/PNG').type, blob.slice(0, 1, 'é').type],
			twice: () => blob.slice(1).slice(1, 3).text(),
			across: async () => [...(await blob.slice(2, 4).bytes())],
			untouched: () => blob.text()
		};
	},
	read: () => {
		const blob = new Blob([new Uint8Array([0, 127, 128, 255])]);
		return {
			arraybuffer: async () => {
				const buffer = await blob.arrayBuffer();
				return [buffer instanceof ArrayBuffer, ...new Uint8Array(buffer)];
			},
			bytes: () => blob.bytes(),
			fresh: async () => (await blob.bytes()) !== (await blob.bytes()),
			text: () => blob.text(),
			json: async () => JSON.parse(await new Blob(['{"a":', '1}'], { type: 'application/json' }).text()),
			promise: () => blob.text() instanceof Promise
		};
	},
	stream: () => {
		const blob = new Blob(['ab', 'cd']);
		return {
			kind: () => blob.stream() instanceof ReadableStream,
			all: () => collect(blob.stream()),
			again: async () => [(await collect(blob.stream())).length, (await collect(blob.stream())).length],
			chunks: async () => (await blob.stream().getReader().read()).value instanceof Uint8Array,
			ended: () => collect(new Blob().stream()),
			large: async () => (await new Response(new Blob(['x'.repeat(300_000)]).stream()).bytes()).length,
			decoded: async () => {
				let text = '';
				for await (const part of new Blob(['gr', 'üß']).stream().pipeThrough(new TextDecoderStream()))
					text += part;
				return text;
			},
			response: () => new Response(blob.stream()).text(),
			cancelled: async () => {
				const reader = blob.stream().getReader();
				await reader.cancel('enough');
				return (await reader.read()).done;
			}
		};
	}
});
