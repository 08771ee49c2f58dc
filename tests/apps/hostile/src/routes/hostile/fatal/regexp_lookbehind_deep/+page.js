/** As before, looking back. */
function attack(size) {
	return new RegExp(`${'(?<='.repeat(size)}a${')'.repeat(size)}`).test('aaa');
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 20000)) };
}
