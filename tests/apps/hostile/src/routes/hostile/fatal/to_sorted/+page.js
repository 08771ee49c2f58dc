/** A sorted copy of nothing, too long for an array. */
function attack(size) {
	return Array.prototype.toSorted.call({ length: size }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 134217729)) };
}
