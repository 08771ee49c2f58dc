/** Buffers of buffers. */
function attack(size) {
	let buffer = Buffer.alloc(64, 1);
	for (let at = 0; at < size; at += 1) buffer = Buffer.concat([buffer, buffer]);
	return buffer.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 28)) };
}
