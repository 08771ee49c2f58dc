/** A sixth of a second in each slice. */
async function attack(size) {
	const spin = (milliseconds) => {
		for (const end = Date.now() + milliseconds; Date.now() < end; );
	};
	for (;;) {
		spin(size);
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 150)) };
}
