/** Collects what is to be sorted from an object that has nothing. */
function attack(size) {
	return Array.prototype.sort.call({ length: size }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2 ** 31)) };
}
