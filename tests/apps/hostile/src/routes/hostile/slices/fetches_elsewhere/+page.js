/** Nine hundred fetches to another origin at once: the client's pool looks at all that wait, for each that comes. */
export async function load({ url, fetch }) {
	const size = Number(url.searchParams.get('size') ?? 900);
	const other = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
	const ask = async (_, at) => {
		try {
			return (await fetch(`http://${other}:${url.port}/favicon.svg?at=${at}`)).status;
		} catch (refusal) {
			return String(refusal);
		}
	};
	return { found: (await Promise.all(Array.from({ length: size }, ask))).length };
}
