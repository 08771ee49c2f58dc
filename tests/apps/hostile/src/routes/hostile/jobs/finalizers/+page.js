/** Callbacks for objects that are gone, which loop. */
async function attack(size) {
	const registry = new FinalizationRegistry(() => {
		for (;;);
	});
	for (let at = 0; at < size; at += 1) registry.register({ at }, at);
	await new Promise((resolve) => setTimeout(resolve, 100));
	return 'left';
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
