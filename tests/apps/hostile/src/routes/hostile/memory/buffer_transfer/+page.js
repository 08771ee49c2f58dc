/** A buffer that is moved to a larger one, again and again. */
function attack(size) {
	let buffer = new ArrayBuffer(1e6);
	for (let length = 1e6; length < size; length += 1e6) {
		buffer = buffer.transfer(length);
		new Uint8Array(buffer).fill(1);
	}
	return buffer.byteLength;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
