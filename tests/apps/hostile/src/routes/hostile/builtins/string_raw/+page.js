/** A template without texts, of any length. */
function attack(size) {
	return String.raw({ raw: { length: size } }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2 ** 53 - 1)) };
}
