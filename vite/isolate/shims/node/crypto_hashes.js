/** @import { Data } from './crypto_data.js' */
import { buffer_of, to_bytes } from './crypto_data.js';
import { check_type, with_code } from './node_error.js';

/**
 * The modules of @noble/hashes, each loaded when it is needed.
 *
 * @typedef {object} Noble
 * @property {() => typeof import('@noble/hashes/blake2.js')} blake2
 * @property {() => typeof import('@noble/hashes/hkdf.js')} hkdf
 * @property {() => typeof import('@noble/hashes/hmac.js')} hmac
 * @property {() => typeof import('@noble/hashes/legacy.js')} legacy
 * @property {() => typeof import('@noble/hashes/pbkdf2.js')} pbkdf2
 * @property {() => typeof import('@noble/hashes/scrypt.js')} scrypt
 * @property {() => typeof import('@noble/hashes/sha2.js')} sha2
 * @property {() => typeof import('@noble/hashes/sha3.js')} sha3
 */

/**
 * Hashes by OpenSSL's names.
 *
 * @type {Record<string, (noble: Noble) => any>} any: the packages' kinds of hashes
 */
const HASHES = {
	blake2b512: ({ blake2 }) => blake2().blake2b,
	blake2s256: ({ blake2 }) => blake2().blake2s,
	md5: ({ legacy }) => legacy().md5,
	ripemd160: ({ legacy }) => legacy().ripemd160,
	rmd160: ({ legacy }) => legacy().ripemd160,
	sha1: ({ legacy }) => legacy().sha1,
	sha224: ({ sha2 }) => sha2().sha224,
	sha256: ({ sha2 }) => sha2().sha256,
	'sha3-224': ({ sha3 }) => sha3().sha3_224,
	'sha3-256': ({ sha3 }) => sha3().sha3_256,
	'sha3-384': ({ sha3 }) => sha3().sha3_384,
	'sha3-512': ({ sha3 }) => sha3().sha3_512,
	sha384: ({ sha2 }) => sha2().sha384,
	sha512: ({ sha2 }) => sha2().sha512,
	'sha512-224': ({ sha2 }) => sha2().sha512_224,
	'sha512-256': ({ sha2 }) => sha2().sha512_256,
	shake128: ({ sha3 }) => sha3().shake128,
	shake256: ({ sha3 }) => sha3().shake256
};

export const hash_names = () => Object.keys(HASHES);

/** @param {string} algorithm */
const invalid_digest = (algorithm) =>
	with_code(new TypeError(`Invalid digest: ${algorithm}`), 'ERR_CRYPTO_INVALID_DIGEST');

/**
 * Find a hash.
 *
 * @param {string} algorithm in any case, such as `sha256`, `SHA-256` or `RSA-SHA256`
 * @param {Noble} noble
 * @param {() => Error} [unknown] the error if there is none
 */
export function noble_hash(algorithm, noble, unknown = () => invalid_digest(algorithm)) {
	check_type('algorithm', algorithm, 'string');
	const name = algorithm
		.toLowerCase()
		.replace(/^rsa-/, '')
		.replace(/^sha-(?=\d)/, 'sha')
		.replace('/', '-');
	if (!Object.hasOwn(HASHES, name)) throw unknown();
	return HASHES[name](noble);
}

/**
 * @param {string} algorithm
 * @param {Data} key
 * @param {Noble} noble
 */
export const create_hmac = (algorithm, key, noble) =>
	new Hmac(noble.hmac().hmac.create(noble_hash(algorithm, noble), to_bytes(key)));

/**
 * @param {Uint8Array} bytes
 * @param {string} [encoding]
 */
function encoded(bytes, encoding) {
	const buffer = buffer_of(bytes);
	return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

/** A hash that is being made. Unlike Node's it is no stream. */
class Digest {
	/** @type {any} any: the packages' kinds of hashes */
	#state;

	/** @param {any} state */
	constructor(state) {
		this.#state = state;
	}

	/** @protected */
	get state() {
		if (!this.#state) throw with_code(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED');
		return this.#state;
	}

	/**
	 * @param {Data} data
	 * @param {string} [encoding]
	 */
	update(data, encoding) {
		this.state.update(to_bytes(data, encoding));
		return this;
	}

	/** @param {string} [encoding] */
	digest(encoding) {
		const bytes = this.state.digest();
		this.#state = undefined;
		return encoded(bytes, encoding);
	}
}

export class Hash extends Digest {
	#algorithm;

	/**
	 * @param {any} algorithm any: of the package
	 * @param {{ outputLength?: number }} [options]
	 * @param {any} [state]
	 */
	constructor(
		algorithm,
		{ outputLength } = {},
		state = algorithm.create(outputLength === undefined ? undefined : { dkLen: outputLength })
	) {
		super(state);
		this.#algorithm = algorithm;
	}

	copy() {
		return new Hash(this.#algorithm, {}, this.state.clone());
	}
}

export class Hmac extends Digest {
	#is_done = false;

	/**
	 * @override
	 * @param {string} [encoding]
	 * @returns {any} as of a Hash; nothing the second time, for which Node's Hash throws
	 */
	digest(encoding) {
		if (this.#is_done) return encoded(new Uint8Array(), encoding);
		this.#is_done = true;
		return super.digest(encoding);
	}
}
