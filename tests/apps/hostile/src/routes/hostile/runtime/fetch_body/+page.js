/** A request with a body of forty megabytes. */
export async function load({ url, fetch, setHeaders }) {
	const size = Number(url.searchParams.get('size') ?? 4e7);
	const body = 'x'.repeat(size);
	return { found: (await fetch('/innocent/api', { method: 'POST', body })).status, setHeaders: typeof setHeaders };
}
