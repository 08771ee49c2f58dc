/** Small buffers, for ever. */
function attack(size) {
	for (const kept = []; ; ) kept.push(new Uint8Array(size).fill(1));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2048)) };
}
