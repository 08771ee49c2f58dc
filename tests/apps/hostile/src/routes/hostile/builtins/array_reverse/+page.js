/** Exchanges holes with holes. */
function attack(size) {
	return Array.prototype.reverse.call({ length: size }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2 ** 53 - 1)) };
}
