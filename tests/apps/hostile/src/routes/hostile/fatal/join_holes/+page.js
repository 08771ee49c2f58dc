/** A text made of separators only, larger than the heap. */
function attack(size) {
	const list = [];
	list.length = size;
	return list.join('x').length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 400000000)) };
}
