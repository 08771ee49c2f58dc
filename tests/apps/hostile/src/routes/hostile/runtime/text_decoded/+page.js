/** Two hundred megabytes of text that is encoded and decoded. */
function attack(size) {
	let found = 0;
	for (;;) found += new TextDecoder('utf-16le').decode(new Uint8Array(size)).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e8)) };
}
