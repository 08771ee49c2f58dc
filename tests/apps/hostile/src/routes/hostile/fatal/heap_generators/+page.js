/** Generators in the middle of their work. */
function attack(size) {
	const all = [];
	for (let at = 0; at < size; at += 1) {
		const generator = (function* () {
			yield at;
		})();
		generator.next();
		all.push(generator);
	}
	return all.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
