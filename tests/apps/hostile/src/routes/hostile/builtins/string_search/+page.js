/** The worst text and the worst pattern for a search. */
function attack(size) {
	const half = 'a'.repeat(size / 2);
	return 'a'.repeat(size * 2).indexOf(`${half}b${half}`);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e7)) };
}
