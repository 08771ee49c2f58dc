/** A thenable that is fulfilled with itself. */
async function attack() {
	const one = { then: (resolve) => resolve(one) };
	await one;
}

export async function load() {
	return { found: await attack() };
}
