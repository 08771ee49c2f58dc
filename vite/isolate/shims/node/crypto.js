/** @import { Data } from './crypto_data.js' */
/** @import { Noble } from './crypto_hashes.js' */
import { KeyObject, createSecretKey } from './crypto_data.js';
import { derivations } from './crypto_derivations.js';
import { Hash, Hmac, create_hmac, hash_names, noble_hash } from './crypto_hashes.js';
import { random_bytes, randomFill, randomFillSync, randomInt, timingSafeEqual } from './crypto_random.js';

/** OpenSSL's error, which has no code of Node's */
const unsupported = () => new Error('Digest method not supported');

/**
 * What of Node's `crypto` needs no more than hashes and random numbers. Ciphers, pairs of keys and signatures throw.
 *
 * @param {Noble} noble the packages' modules, which are loaded when they are needed
 */
export function create(noble) {
	const createHash = (/** @type {string} */ algorithm, /** @type {{ outputLength?: number }} */ options) =>
		new Hash(noble_hash(algorithm, noble, unsupported), options);

	/**
	 * @param {string} algorithm
	 * @param {Data} data
	 * @param {string} [encoding]
	 */
	const hash = (algorithm, data, encoding = 'hex') => createHash(algorithm, {}).update(data).digest(encoding);

	return {
		...derivations(noble),
		Hash,
		Hmac,
		KeyObject,
		createHash,
		createHmac: (/** @type {string} */ algorithm, /** @type {Data} */ key) =>
			create_hmac(algorithm, key, noble),
		createSecretKey,
		getCiphers: () => [],
		getCurves: () => [],
		getHashes: hash_names,
		getRandomValues: (/** @type {Uint8Array<ArrayBuffer>} */ array) => crypto.getRandomValues(array),
		hash,
		randomBytes: random_bytes,
		randomFill,
		randomFillSync,
		randomInt,
		randomUUID: () => crypto.randomUUID(),
		subtle: crypto.subtle,
		timingSafeEqual,
		webcrypto: crypto
	};
}
