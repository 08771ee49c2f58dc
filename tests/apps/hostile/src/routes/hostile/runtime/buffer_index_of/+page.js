/** A search in half a gigabyte for what is not there. */
function attack(size) {
	const buffer = Buffer.alloc(size, 'ab');
	return buffer.indexOf('abababababababababababac');
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 4e8)) };
}
