/** Words of a language that has no spaces, found with a dictionary. */
function attack(size) {
	const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
	return segmenter.segment('ภาษาไทย'.repeat(size)).containing(6 * size).index;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e7)) };
}
