/** Waits for what never comes. */
async function attack(size) {
	await new Promise(() => size);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0)) };
}
