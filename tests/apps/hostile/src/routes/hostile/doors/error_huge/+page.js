/** Throws an error of a hundred megabytes. */
export function load({ url }) {
	throw new Error('x'.repeat(Number(url.searchParams.get('size') ?? 1e8)));
}
