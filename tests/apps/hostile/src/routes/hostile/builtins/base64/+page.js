/** Text to base64, and back. */
function attack(size) {
	return atob(btoa('x'.repeat(size))).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 4e7)) };
}
