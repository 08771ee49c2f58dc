/** Keeps a text of a megabyte in each slice. */
async function attack(size) {
	for (const kept = []; ; ) {
		kept.push('x'.repeat(size).replaceAll('x', `${kept.length % 10}`));
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
