/** A callback for each character of a long text, kept. */
function attack(size) {
	const kept = [];
	return 'x'.repeat(size).replace(/x/g, (...seen) => kept.push(seen)).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8)) };
}
