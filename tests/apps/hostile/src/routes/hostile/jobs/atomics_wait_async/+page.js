/** Waits without end, of which there are very many. */
async function attack(size) {
	const cell = new Int32Array(new SharedArrayBuffer(4));
	const kept = [];
	for (let at = 0; at < size; at += 1) kept.push(Atomics.waitAsync(cell, 0, 0, 1e6).value);
	await Promise.all(kept);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
