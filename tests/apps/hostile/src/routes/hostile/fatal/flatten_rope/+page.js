/** A text of parts of parts, put into one piece when a character is read. */
function attack(size) {
	let text = 'xy';
	for (let depth = 0; depth < size; depth += 1) text += text;
	return text.charCodeAt(1);
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 27)) };
}
