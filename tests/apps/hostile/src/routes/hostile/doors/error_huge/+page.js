/** Throws an error of twenty megabytes. */
export function load({ url }) {
	throw new Error('x'.repeat(Number(url.searchParams.get('size') ?? 2e7)));
}
