/** Arrays in arrays, which a builtin goes down. */
function attack(size) {
	let list = [];
	for (let depth = 0; depth < size; depth += 1) list = [list];
	return JSON.stringify(list).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 10000000)) };
}
