/** A million fields of one name, joined each time. */
function attack(size) {
	const headers = new Headers();
	for (let at = 0; at < size; at += 1) headers.append('accept', `text/${at}`);
	return headers.get('accept').length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
