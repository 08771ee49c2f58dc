/** Fetches 250 pages at once that each cost an isolate: whoever waits beside them loses three of them. */
export async function load({ url, fetch }) {
	const size = Number(url.searchParams.get('size') ?? 250);
	if (url.searchParams.has('part')) return { found: Array.prototype.toSorted.call({ length: 134_217_729 }).length };
	const ask = async (_, at) => (await fetch(`${url.pathname}?part=${at}`)).status;
	return { found: (await Promise.all(Array.from({ length: size }, ask))).length };
}
