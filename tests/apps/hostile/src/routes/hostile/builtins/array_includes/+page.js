/** A length that nobody checks, and a builtin that looks at each place. */
function attack(size) {
	return Array.prototype.includes.call({ length: size }, 1);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2 ** 53 - 1)) };
}
