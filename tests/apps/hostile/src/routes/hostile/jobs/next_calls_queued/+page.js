/** Calls of an asynchronous generator that queue up. */
async function attack(size) {
	const numbers = (async function* () {
		for (let at = 0; ; at += 1) yield at;
	})();
	for (let at = 0; at < size; at += 1) numbers.next();
	await numbers.return();
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
