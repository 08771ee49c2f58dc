/** Half a gigabyte in base64, and back. */
function attack(size) {
	let found = 0;
	for (;;) found += atob(btoa('x'.repeat(size))).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e8)) };
}
