/** A long number in the figures of a language. */
function attack(size) {
	return (9n ** BigInt(size)).toLocaleString('de').length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 5000000)) };
}
