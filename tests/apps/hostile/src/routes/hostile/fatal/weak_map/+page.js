/** Keys that live, in a table that grows. */
function attack(size) {
	const [keys, map] = [[], new WeakMap()];
	for (let at = 0; at < size; at += 1) {
		keys.push({});
		map.set(keys[at], at);
	}
	return keys.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8)) };
}
