/** A function that returns a long literal. */
function attack(size) {
	return new Function(`return [${'{},'.repeat(size)}]`)().length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 3e7)) };
}
