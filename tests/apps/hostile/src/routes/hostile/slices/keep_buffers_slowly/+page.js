/** Keeps four megabytes in each slice, and does little else. */
async function attack(size) {
	for (const kept = []; ; ) {
		kept.push(new Uint8Array(size).fill(1));
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 4194304)) };
}
