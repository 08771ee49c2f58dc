/** Texts that are all different. */
function attack(size) {
	const texts = [];
	for (let at = 0; at < size; at += 1) texts.push(`${at}`.repeat(50).toUpperCase());
	return texts.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
