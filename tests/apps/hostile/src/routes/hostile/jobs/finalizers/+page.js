/** Callbacks for objects that are gone, which loop. */
async function attack(size) {
	const registry = new FinalizationRegistry(() => {
		for (;;);
	});
	for (let slice = 0; slice < 20; slice += 1) {
		for (let at = 0; at < size / 20; at += 1) registry.register({ at, list: new Array(20).fill(at) }, at);
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	return 'left';
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
