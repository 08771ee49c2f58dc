/** A blob of a blob of a blob, read at the end. */
async function attack(size) {
	let blob = new Blob(['x']);
	for (let at = 0; at < size; at += 1) blob = new Blob([blob, blob]);
	return (await blob.text()).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
