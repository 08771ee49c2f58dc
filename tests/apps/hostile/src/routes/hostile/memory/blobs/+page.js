/** Blobs, and answers that hold them. */
function attack(size) {
	const bytes = new Uint8Array(size).fill(1);
	for (const kept = []; ; ) kept.push(new Response(new Blob([bytes, bytes])));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e7)) };
}
