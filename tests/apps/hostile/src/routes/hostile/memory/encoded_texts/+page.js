/** Bytes of long texts, all kept. */
function attack(size) {
	const [kept, text] = [[], 'é'.repeat(size)];
	for (;;) kept.push(new TextEncoder().encode(text));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 3e7)) };
}
