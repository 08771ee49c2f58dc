/** Bytes from an object without any. */
function attack(size) {
	return new Uint8Array(size).set({ length: size });
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 3e8)) };
}
