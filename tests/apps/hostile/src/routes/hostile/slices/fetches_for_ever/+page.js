/** One fetch after another, without end. */
async function attack(size, fetch) {
	for (let at = size; ; at += 1) await (await fetch(`/innocent/api?at=${at}`)).text();
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0), fetch) };
}
