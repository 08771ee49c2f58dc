/** An authentication code of half a gigabyte. */
async function attack(size) {
	const secret = new Uint8Array(32);
	const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
	return new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(size)))[0];
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 5e8)) };
}
