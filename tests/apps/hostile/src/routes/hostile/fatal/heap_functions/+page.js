/** Functions that are compiled, each of its own text. */
function attack(size) {
	const all = [];
	for (let at = 0; at < size; at += 1) {
		all.push(new Function(`return function f${at}() { return ${at}; }`)());
		all[at]();
	}
	return all.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
