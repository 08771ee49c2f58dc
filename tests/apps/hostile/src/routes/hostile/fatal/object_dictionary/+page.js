/** An object with more names than any has. */
function attack(size) {
	const found = {};
	for (let at = 0; at < size; at += 1) found[`name${at}`] = at;
	return Object.keys(found).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8)) };
}
