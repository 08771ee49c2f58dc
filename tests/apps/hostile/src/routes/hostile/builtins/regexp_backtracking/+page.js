/** Tries all ways to split a text. */
function attack(size) {
	return /^(a+)+$/.test(`${'a'.repeat(size)}b`);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 60)) };
}
