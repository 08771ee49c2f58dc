/** Keeps a megabyte outside of the heap in each slice. */
async function attack(size) {
	for (const kept = []; ; ) {
		kept.push(new Uint8Array(size).fill(1));
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1048576)) };
}
