import crypto, {
	createHash,
	createHmac,
	getHashes,
	randomBytes,
	randomUUID,
	timingSafeEqual,
	webcrypto
} from 'crypto';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	hashes: () =>
		['md5', 'sha1', 'sha256', 'SHA512'].map((name) => createHash(name).update('abc').digest('hex')),
	more: () => ['sha224', 'sha384'].map((name) => createHash(name).update('').digest('hex')),
	encodings: () => [
		createHash('sha1').update('grüß').digest('base64'),
		createHash('sha1').update('grüß', 'latin1').digest('base64url'),
		createHash('md5').update('616263', 'hex').digest('latin1').length
	],
	bytes: () => [
		createHash('sha256')
			.update(new Uint8Array([97, 98]))
			.update(Buffer.from('c'))
			.digest()
			.toString('hex'),
		Buffer.isBuffer(createHash('md5').digest())
	],
	copied: () => {
		const hash = createHash('md5').update('a');
		const copy = hash.copy();
		return [hash.update('b').digest('hex'), copy.digest('hex')];
	},
	twice: () => {
		const hash = createHash('md5').update('a');
		hash.digest();
		return hash.digest();
	},
	unknown: () => createHash('nothing'),
	hmac: () =>
		['md5', 'sha256'].map((name) =>
			createHmac(name, 'key').update('The quick brown fox ').update('jumps').digest('hex')
		),
	hmackeys: () => [
		createHmac('sha1', new Uint8Array([1, 2])).digest('hex'),
		createHmac('sha256', Buffer.alloc(100, 7)).update('x').digest('base64')
	],
	number: () => createHash('md5').update(5),
	listed: () => [getHashes().includes('sha256'), Array.isArray(getHashes())],
	random: () => [randomBytes(8).length, Buffer.isBuffer(randomBytes(1)), /^[\da-f-]{36}$/.test(randomUUID())],
	safe: () => [
		timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
		timingSafeEqual(Buffer.from('a'), Buffer.from('b'))
	],
	lengths: () => timingSafeEqual(Buffer.from('a'), Buffer.from('ab')),
	web: () => [webcrypto.subtle === globalThis.crypto.subtle, typeof crypto.webcrypto.getRandomValues],
	default: () => crypto.createHash === createHash
});
