/** One timer after another, without end. */
async function attack(size) {
	for (;;) await new Promise((resolve) => setTimeout(resolve, size));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0)) };
}
