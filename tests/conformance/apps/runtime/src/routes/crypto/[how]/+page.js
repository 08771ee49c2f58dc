import { telling } from '#lib/tell.js';

const { subtle } = globalThis.crypto;
const encode = (text) => new TextEncoder().encode(text);
const hex = (buffer) => new Uint8Array(buffer).toHex?.() ?? Buffer.from(buffer).toString('hex');
const hmac = (hash, usages = ['sign', 'verify'], extractable = true) =>
	subtle.importKey('raw', encode('key'), { name: 'HMAC', hash }, extractable, usages);
const fox = encode('The quick brown fox jumps over the lazy dog');

export const load = telling({
	digest: () => ({
		hashes: () =>
			Promise.all(
				['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map(async (name) =>
					hex(await subtle.digest(name, encode('abc')))
				)
			),
		object: async () => hex(await subtle.digest({ name: 'sha-256' }, new Uint8Array())),
		views: async () => [
			hex(await subtle.digest('SHA-1', encode('xabc').buffer.slice(1))),
			hex(await subtle.digest('SHA-1', new DataView(encode('xabcx').buffer, 1, 3)))
		],
		kind: async () => (await subtle.digest('SHA-1', encode(''))) instanceof ArrayBuffer,
		copied: async () => {
			const bytes = encode('abc');
			const promise = subtle.digest('SHA-1', bytes);
			bytes.fill(0);
			return hex(await promise);
		},
		unknown: () => subtle.digest('SHA-7', encode('')),
		string: () => subtle.digest('SHA-1', 'abc')
	}),
	hmac: () => ({
		sign: () =>
			Promise.all(
				['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map(async (hash) =>
					hex(await subtle.sign('HMAC', await hmac(hash), fox))
				)
			),
		verify: async () => {
			const key = await hmac('SHA-256');
			const mac = new Uint8Array(await subtle.sign('HMAC', key, fox));
			const right = await subtle.verify('HMAC', key, mac, fox);
			mac[0] ^= 1;
			return [
				right,
				await subtle.verify('HMAC', key, mac, fox),
				await subtle.verify('HMAC', key, mac.slice(1), fox)
			];
		},
		longkey: async () => {
			const key = await subtle.importKey(
				'raw',
				new Uint8Array(200).fill(7),
				{ name: 'HMAC', hash: { name: 'SHA-256' } },
				false,
				['sign']
			);
			return hex(await subtle.sign({ name: 'HMAC' }, key, encode('')));
		},
		jwk: async () => {
			const jwk = { kty: 'oct', k: 'a2V5', alg: 'HS256', ext: true, key_ops: ['sign'] };
			const key = await subtle.importKey('jwk', jwk, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
			return hex(await subtle.sign('HMAC', key, fox));
		},
		wrongusage: async () => subtle.sign('HMAC', await hmac('SHA-256', ['verify']), fox),
		badusage: () => hmac('SHA-256', ['encrypt']),
		nousage: () => hmac('SHA-256', []),
		badhash: () => hmac('SHA-7'),
		nohash: () => subtle.importKey('raw', encode('key'), { name: 'HMAC' }, true, ['sign']),
		emptykey: () =>
			subtle.importKey('raw', new Uint8Array(), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
		unknown: () => subtle.importKey('raw', encode('key'), 'NONE', true, ['sign'])
	}),
	keys: () => ({
		fields: async () => {
			const key = await hmac('SHA-256');
			return [
				key.type,
				key.extractable,
				{ ...key.algorithm },
				key.usages,
				key instanceof CryptoKey,
				String(key)
			];
		},
		generated: async () => {
			const key = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
			const raw = await subtle.exportKey('raw', key);
			const mac = await subtle.sign('HMAC', key, fox);
			return [
				key.type,
				key.algorithm.length,
				raw.byteLength,
				mac.byteLength,
				await subtle.verify('HMAC', key, mac, fox)
			];
		},
		lengths: async () => [
			(
				await subtle.exportKey(
					'raw',
					await subtle.generateKey({ name: 'HMAC', hash: 'SHA-512', length: 256 }, true, ['sign'])
				)
			).byteLength,
			(await subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign'])).algorithm.length
		],
		raw: async () => new TextDecoder().decode(await subtle.exportKey('raw', await hmac('SHA-1'))),
		jwk: async () => {
			const { kty, k, alg, ext, key_ops } = await subtle.exportKey('jwk', await hmac('SHA-256'));
			return [kty, k, alg, ext, key_ops];
		},
		secret: async () => subtle.exportKey('raw', await hmac('SHA-1', ['sign'], false)),
		badformat: async () => subtle.exportKey('spki', await hmac('SHA-1')),
		nousages: () => subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, []),
		illegal: () => new CryptoKey()
	}),
	random: () => ({
		uuid: () => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(crypto.randomUUID()),
		different: () => crypto.randomUUID() === crypto.randomUUID(),
		values: () => {
			const bytes = new Uint8Array(32);
			return [crypto.getRandomValues(bytes) === bytes, bytes.some((byte) => byte > 0)];
		},
		words: () => crypto.getRandomValues(new BigUint64Array(2)).length,
		most: () => crypto.getRandomValues(new Uint8Array(65_536)).length,
		toomany: () => crypto.getRandomValues(new Uint8Array(65_537)),
		floats: () => crypto.getRandomValues(new Float32Array(2))
	}),
	kinds: () => ({
		instances: () => [crypto instanceof Crypto, subtle instanceof SubtleCrypto, crypto.subtle === subtle],
		tags: () => [String(crypto), String(subtle)],
		global: () => [crypto === globalThis.crypto, typeof CryptoKey],
		methods: () =>
			['digest', 'sign', 'verify', 'importKey', 'exportKey', 'generateKey'].map(
				(name) => typeof subtle[name]
			),
		illegal: () => new Crypto(),
		illegalsubtle: () => new SubtleCrypto()
	})
});
