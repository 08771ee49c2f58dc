/** As `includes`, from the end. */
function attack(size) {
	return Array.prototype.lastIndexOf.call({ length: size }, 1);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2 ** 53 - 1)) };
}
