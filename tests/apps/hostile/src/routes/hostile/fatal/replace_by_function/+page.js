/** A match for each character, for a function: V8 traps as in `split`. */
function attack(size) {
	return 'x'.repeat(size).replace(/x/g, () => 'y').length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 134217730)) };
}
