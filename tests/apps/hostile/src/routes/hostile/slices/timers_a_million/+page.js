/** A million timers at once. */
async function attack(size) {
	const wait = () => new Promise((resolve) => setTimeout(resolve, 1));
	await Promise.all(Array.from({ length: size }, wait));
	return size;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
