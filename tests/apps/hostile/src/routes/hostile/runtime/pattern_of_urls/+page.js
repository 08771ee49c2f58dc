/** A pattern that backtracks. */
function attack(size) {
	const pattern = new URLPattern({ pathname: '/:name((?:a+)+)b' });
	return String(pattern.test({ pathname: `/${'a'.repeat(size)}` }));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 40)) };
}
