/** Two gigabytes, filled by one call. */
function attack(size) {
	return new Uint8Array(size).fill(1).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e9)) };
}
