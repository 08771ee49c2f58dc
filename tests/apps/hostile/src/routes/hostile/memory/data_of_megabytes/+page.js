/** A request with a body of a hundred megabytes, to the app itself. */
async function attack(size, fetch) {
	const answer = await fetch('/innocent/api', { method: 'POST', body: 'x'.repeat(size) });
	return answer.status;
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e8), fetch) };
}
