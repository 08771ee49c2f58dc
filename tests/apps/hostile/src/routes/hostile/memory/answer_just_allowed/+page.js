/** Fetches pages of forty megabytes, which are just allowed: each is copied a dozen times before it is here. */
export async function load({ url, fetch }) {
	const size = Number(url.searchParams.get('size') ?? 8e6);
	const ask = async (_, at) => (await fetch(`${url.pathname}/long?size=${size}&at=${at}`)).status;
	return { found: (await Promise.all(Array.from({ length: 4 }, ask))).join() };
}
