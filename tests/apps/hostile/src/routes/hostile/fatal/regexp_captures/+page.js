/** Nearly as many captures as there may be, and a backtrack that keeps them. */
function attack(size) {
	return `${'a'.repeat(3000)}b`.match(new RegExp(`(?:${'(a)?'.repeat(size)})*c`))?.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 65000)) };
}
