/** More entries than a Map has. */
function attack(size) {
	const map = new Map();
	for (let at = 0; at < size; at += 1) map.set(at, at);
	return map.size;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 16777217)) };
}
