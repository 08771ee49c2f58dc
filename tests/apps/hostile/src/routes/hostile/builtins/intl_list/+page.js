/** A list of texts in the words of a language. */
function attack(size) {
	return new Intl.ListFormat('de').format(new Array(size).fill('x'.repeat(100))).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e6)) };
}
