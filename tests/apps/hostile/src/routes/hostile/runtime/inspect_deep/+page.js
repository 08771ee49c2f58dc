import { inspect } from 'node:util';

/** An object of objects that is written out. */
function attack(size) {
	let value = {};
	for (let at = 0; at < size; at += 1) value = { value, again: value };
	return inspect(value, { depth: Infinity }).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e5)) };
}
