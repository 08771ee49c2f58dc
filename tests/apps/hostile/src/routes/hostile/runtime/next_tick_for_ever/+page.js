/** A tick that asks for the next one. */
function attack(size) {
	return new Promise(() => {
		const next = () => process.nextTick(next, size);
		next();
	});
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1)) };
}
