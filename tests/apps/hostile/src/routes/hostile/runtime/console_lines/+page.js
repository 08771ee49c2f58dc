/** Half a million lines for the log. */
export async function load({ url, fetch, setHeaders }) {
	const size = Number(url.searchParams.get('size') ?? 5e5);
	for (let at = 0; at < size; at += 1) console.log('line', at);
	return { found: (await fetch('/innocent/api')).status, setHeaders: typeof setHeaders };
}
