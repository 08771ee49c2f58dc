/** An array as long as arrays can be. */
function attack(size) {
	return Array.from({ length: size }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 4294967295)) };
}
