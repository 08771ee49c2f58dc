/** Copies of a buffer by a builtin. */
function attack(size) {
	const bytes = new Uint8Array(size).fill(1);
	for (const kept = []; ; ) kept.push(bytes.slice());
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8)) };
}
