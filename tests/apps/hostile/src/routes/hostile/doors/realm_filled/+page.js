/** Has builtins filled with elements where that is allowed: whoever is rendered next takes them away, in its own time. */
export async function load({ url, fetch }) {
	const size = Number(url.searchParams.get('size') ?? 5e5);
	const fill = async (count) => (await fetch(`${url.pathname}/fill?count=${count}`)).status;
	const found = [await fill(1)];
	for (let at = 0; at < 30; at += 1) {
		found.push(await fill(size));
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	return { found: found.join() };
}
