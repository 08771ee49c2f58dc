/** Five milliseconds in each slice, with a fetch between them. */
async function attack(size, fetch) {
	const spin = (milliseconds) => {
		for (const end = Date.now() + milliseconds; Date.now() < end; );
	};
	for (;;) {
		spin(size);
		await fetch('/innocent/api');
	}
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 5), fetch) };
}
