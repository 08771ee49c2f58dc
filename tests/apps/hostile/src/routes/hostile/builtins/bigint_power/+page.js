/** Multiplies numbers of hundreds of millions of bits. */
function attack(size) {
	return (3n ** BigInt(size)).toString(16).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 200000000)) };
}
