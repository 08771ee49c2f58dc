/** The same object twice in each object: text of 2 ** size parts. */
function attack(size) {
	let bomb = {};
	for (let depth = 0; depth < size; depth += 1) bomb = { a: bomb, b: bomb };
	return JSON.stringify(bomb).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 40)) };
}
