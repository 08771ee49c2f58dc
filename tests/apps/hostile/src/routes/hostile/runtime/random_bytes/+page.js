/** Random numbers without end. */
function attack(size) {
	const bytes = new Uint8Array(size);
	for (;;) crypto.getRandomValues(bytes);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 65536)) };
}
