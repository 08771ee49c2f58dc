const bytes = new TextEncoder().encode('abcdef');

/** each is `bcd` */
const VIEWS = {
	view: new DataView(bytes.buffer, 1, 3),
	part: bytes.subarray(1, 4),
	buffer: bytes.slice(1, 4).buffer,
	words: new Uint16Array(new Uint8Array([0x62, 0x63, 0x64, 0x65]).buffer, 0, 2)
};

/** What a GET and a POST to one address answer, both looked at before either is read; and what is sent of views. */
export async function load({ fetch, url }) {
	const post = (body) => fetch('/reading/api', { method: 'POST', body });
	const [text, binary] = [await fetch('/reading/api'), await post('bytes')];
	const [first, second] = [text.body, binary.body];
	const read = [await sum(first), await sum(second)];
	const sent = {};
	for (const [name, body] of Object.entries(VIEWS)) sent[name] = await (await post(body)).text();
	const request = new Request(new URL('/reading/api', url), { method: 'POST', body: new DataView(new Uint8Array([255, 98]).buffer, 1) });
	sent.request = await (await fetch(request)).text();
	return { read, sent };
}

async function sum(stream) {
	const reader = stream.getReader();
	let total = 0;
	for (let part = await reader.read(); !part.done; part = await reader.read()) for (const byte of part.value) total += byte;
	return total;
}
