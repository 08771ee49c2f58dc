/** A request with many headers. */
export async function load({ url, fetch, setHeaders }) {
	const size = Number(url.searchParams.get('size') ?? 3e5);
	const headers = new Headers();
	for (let at = 0; at < size; at += 1) headers.set(`x-hostile-${at}`, 'sent');
	return { found: (await fetch('/innocent/api', { headers })).status, setHeaders: typeof setHeaders };
}
