/** Posts fifteen megabytes and reads the answer, which is sent with the page: Python hashes the body, byte by byte. */
export async function load({ url, fetch }) {
	const body = 'x'.repeat(Number(url.searchParams.get('size') ?? 1.5e7));
	return { found: await (await fetch('/innocent/api', { method: 'POST', body })).text() };
}
