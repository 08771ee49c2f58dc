/** Asks for pages, and takes it back before they are there. */
async function attack(size, fetch) {
	for (;;) {
		const controller = new AbortController();
		const { signal } = controller;
		const asked = Array.from({ length: size }, (_, at) => fetch(`/innocent/fetching?at=${at}`, { signal }).catch(String));
		await new Promise((resolve) => setTimeout(resolve, 1));
		controller.abort();
		await Promise.all(asked);
	}
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 100), fetch) };
}
