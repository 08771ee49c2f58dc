/** What an address of another origin answers, in a universal load. */
export async function load({ fetch, url }) {
	try {
		const response = await fetch(url.searchParams.get('of'));
		return { seen: { status: response.status, url: response.url, body: await response.text() } };
	} catch (error) {
		return { seen: { name: error.name, message: error.message } };
	}
}
