/** A query of ten million parameters, sorted. */
function attack(size) {
	const query = new URLSearchParams('a=1&'.repeat(size));
	query.sort();
	return query.size;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e7)) };
}
