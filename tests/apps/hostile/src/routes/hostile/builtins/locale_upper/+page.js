/** Letters that change their length, by the rules of a language. */
function attack(size) {
	return '\u0130'.repeat(size).toLocaleLowerCase('lt').length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e8)) };
}
