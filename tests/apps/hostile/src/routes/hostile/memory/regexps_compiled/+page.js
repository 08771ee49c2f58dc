/** Regular expressions with code of their own. */
function attack(size) {
	const kept = [];
	for (let at = 0; at < size; at += 1) {
		const one = new RegExp(`(?:a|b${at}|[c-f]{3,9}){2,30}`, 'i');
		kept.push(one);
		for (let times = 0; times < 3; times += 1) one.test(`b${at}ccc`);
	}
	return kept.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
