/** Keeps what it fetches. */
async function attack(size, fetch) {
	for (const kept = []; ; ) {
		const answer = await fetch(`/innocent/api?size=${size}`);
		kept.push(await answer.text());
	}
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6), fetch) };
}
