/** Throws an error with a cause with a cause, and so on, for whoever writes it into the log. */
export function load({ url }) {
	let error = new Error('first');
	for (let at = 0; at < Number(url.searchParams.get('size') ?? 1e5); at += 1) error = new Error('again', { cause: error });
	throw error;
}
