import { gunzipSync, gzipSync } from 'node:zlib';

/** A bomb of zeros, inflated at once. */
function attack(size) {
	return gunzipSync(gzipSync(new Uint8Array(size))).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2e8)) };
}
