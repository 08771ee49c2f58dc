/** As `split`, by a regular expression. */
function attack(size) {
	return 'x'.repeat(size).match(/x/g).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 134217729)) };
}
