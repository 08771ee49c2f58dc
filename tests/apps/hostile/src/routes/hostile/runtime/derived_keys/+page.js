import { pbkdf2Sync } from 'node:crypto';

/** A key that is derived in a billion rounds. */
function attack(size) {
	return pbkdf2Sync('password', 'salt', size, 64, 'sha512')[0];
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
