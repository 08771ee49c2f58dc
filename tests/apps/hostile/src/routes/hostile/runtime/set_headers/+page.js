/** A header of a hundred megabytes. */
export function load({ setHeaders, url }) {
	setHeaders({ 'x-hostile': 'y'.repeat(Number(url.searchParams.get('size') ?? 1e8)) });
	return { found: 'set' };
}
