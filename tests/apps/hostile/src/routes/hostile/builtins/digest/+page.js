/** A digest of half a gigabyte. */
async function attack(size) {
	const bytes = new Uint8Array(size);
	return new Uint8Array(await crypto.subtle.digest('SHA-512', bytes))[0];
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 5e8)) };
}
