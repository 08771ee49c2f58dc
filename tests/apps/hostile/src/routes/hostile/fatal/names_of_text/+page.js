/** The names of all places of a text. */
function attack(size) {
	return Object.getOwnPropertyNames(new String('x'.repeat(size))).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 500000000)) };
}
