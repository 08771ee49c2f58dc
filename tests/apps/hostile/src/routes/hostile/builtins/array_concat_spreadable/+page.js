/** An object that claims to be a long array. */
function attack(size) {
	return [].concat({ length: size, [Symbol.isConcatSpreadable]: true }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 4294967294)) };
}
