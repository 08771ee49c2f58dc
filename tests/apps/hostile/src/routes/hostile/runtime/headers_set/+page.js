/** Headers of many names. */
export async function load({ url, fetch, setHeaders }) {
	const size = Number(url.searchParams.get('size') ?? 3e5);
	for (let at = 0; at < size; at += 1) setHeaders({ [`x-hostile-${at}`]: 'set' });
	return { found: typeof fetch };
}
