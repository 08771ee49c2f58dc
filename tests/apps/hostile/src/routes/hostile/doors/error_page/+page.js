/** Throws, so that the error page beside it is shown. */
export function load() {
	throw new Error('failed');
}
