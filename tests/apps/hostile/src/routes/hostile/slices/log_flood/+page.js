/** A megabyte for the log in each slice. */
async function attack(size) {
	for (let at = 0; at < 1000; at += 1) {
		console.log(`${at}`.padEnd(size, 'x'));
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
