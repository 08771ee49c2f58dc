/** A number of a hundred million digits. */
function attack(size) {
	return BigInt('9'.repeat(size)) % 10n;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8)) };
}
