/** Errors that are reported, each with a long text. */
function attack(size) {
	for (;;) reportError(new Error('x'.repeat(size)));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
