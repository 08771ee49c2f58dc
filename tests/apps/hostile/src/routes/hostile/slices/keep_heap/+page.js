/** Keeps a megabyte of the heap in each slice. */
async function attack(size) {
	for (const kept = []; ; ) {
		kept.push(new Array(size).fill(kept.length));
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 131072)) };
}
