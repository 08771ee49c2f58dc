/** A hundred thousand requests of the host at once. */
async function attack(size, fetch) {
	const all = Array.from({ length: size }, (_, at) => fetch(`/innocent/api?at=${at}`));
	return (await Promise.all(all)).length;
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 100000), fetch) };
}
