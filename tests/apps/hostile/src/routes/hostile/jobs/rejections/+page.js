/** Rejections that nobody handles. */
async function attack(size) {
	for (let at = 0; at < size; at += 1) Promise.reject(new Error(`rejected ${at}`));
	await new Promise((resolve) => setTimeout(resolve, 0));
	return size;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e7)) };
}
