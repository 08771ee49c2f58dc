import { scryptSync } from 'node:crypto';

/** A key that needs a gigabyte. */
function attack(size) {
	return scryptSync('password', 'salt', 64, { N: 2 ** size, r: 8, p: 1, maxmem: 2 ** 40 })[0];
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 20)) };
}
