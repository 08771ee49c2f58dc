/** A page that fetches itself, which fetches itself. */
async function attack(size, fetch) {
	const answer = await fetch(`/hostile/slices/fetches_itself?size=${size + 1}`);
	return (await answer.text()).length;
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0), fetch) };
}
