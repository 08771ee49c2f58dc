/** Intervals that are due always, and never cleared. */
async function attack(size) {
	for (let at = 0; at < size; at += 1) setInterval(() => {}, 0);
	await new Promise((resolve) => setTimeout(resolve, 1e6));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 100000)) };
}
