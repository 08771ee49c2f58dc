/** A request with an address of forty megabytes. */
export async function load({ url, fetch, setHeaders }) {
	const size = Number(url.searchParams.get('size') ?? 4e7);
	const address = `/innocent/api?${'x'.repeat(size)}`;
	return { found: (await fetch(address)).status, setHeaders: typeof setHeaders };
}
