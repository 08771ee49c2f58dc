/** Has a setting of builtins made read-only again and again, which no isolate survives. */
export async function load({ url, fetch }) {
	const size = Number(url.searchParams.get('size') ?? 20);
	const found = new Set();
	for (let at = 0; at < size; at += 1) {
		found.add((await fetch(`${url.pathname}/spoil`)).status);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return { found: [...found].join() };
}
