/** A response that is cloned and never read. */
function attack(size) {
	const responses = [new Response(new Uint8Array(size))];
	for (;;) responses.push(responses.at(-1).clone());
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e7)) };
}
