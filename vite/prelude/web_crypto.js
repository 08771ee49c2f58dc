import { hmac } from '@noble/hashes/hmac.js';
import { name_of } from './algorithms.js';
import { checked_bytes, is_buffer_source } from './bytes.js';
import { expose } from './expose.js';
import { HASHES } from './hashes.js';
import { OWN, require_own } from './illegal_constructor.js';
import { add_cloner } from './structured_clone.js';

/**
 * @typedef {'sign' | 'verify'} Usage
 *
 * @typedef {keyof typeof HASHES} HashName
 *
 * @typedef {object} KeyFacts
 * @property {'secret'} type
 * @property {boolean} extractable
 * @property {{ name: 'HMAC', length: number, hash: { name: string } }} algorithm
 * @property {Usage[]} usages
 */

/** the names that JSON Web Keys have for HMAC with a hash (RFC 7518, section 3.1) */
const JWK_NAMES = Object.freeze({
	'SHA-1': 'HS1',
	'SHA-256': 'HS256',
	'SHA-384': 'HS384',
	'SHA-512': 'HS512'
});

/** https://w3c.github.io/webcrypto/#dom-keyformat */
const FORMATS = Object.freeze(['raw', 'spki', 'pkcs8', 'jwk']);

/** https://w3c.github.io/webcrypto/#dom-keyusage */
const USAGES = Object.freeze([
	'encrypt',
	'decrypt',
	'sign',
	'verify',
	'deriveKey',
	'deriveBits',
	'wrapKey',
	'unwrapKey'
]);

/** @type {(key: CryptoKey) => Uint8Array} */
let secret_of;

/** A key (https://w3c.github.io/webcrypto/#cryptokey-interface). */
class CryptoKey {
	#facts;
	#secret;

	/**
	 * @param {unknown} key
	 * @param {KeyFacts} facts
	 * @param {Uint8Array} secret
	 */
	constructor(key, facts, secret) {
		require_own(key);
		this.#facts = facts;
		this.#secret = secret;
	}

	get type() {
		return this.#facts.type;
	}

	get extractable() {
		return this.#facts.extractable;
	}

	get algorithm() {
		return this.#facts.algorithm;
	}

	get usages() {
		return this.#facts.usages;
	}

	get [Symbol.toStringTag]() {
		return 'CryptoKey';
	}

	static {
		secret_of = (key) => key.#secret;
		add_cloner(CryptoKey, (key) => new CryptoKey(OWN, structuredClone(key.#facts), key.#secret));
	}
}

/** The methods of SubtleCrypto besides `digest`, for HMAC. Other algorithms are refused. */
const methods = {
	/**
	 * @param {string} format
	 * @param {any} data any: bytes or a JSON Web Key, by the format
	 * @param {unknown} algorithm
	 * @param {boolean} extractable
	 * @param {Usage[]} usages
	 */
	async importKey(format, data, algorithm, extractable, usages) {
		const is_raw = checked_format(format) === 'raw';
		const { hash, length } = hmac_of(algorithm);
		const checked = checked_usages(usages);
		const secret = is_raw
			? checked_bytes('importKey', data).slice()
			: secret_of_jwk(data, hash, Boolean(extractable), checked);
		return create_key(hash, checked_length(secret.length * 8, length), secret, extractable, checked);
	},

	/**
	 * @param {unknown} algorithm
	 * @param {boolean} extractable
	 * @param {Usage[]} usages
	 */
	async generateKey(algorithm, extractable, usages) {
		const { hash, length } = hmac_of(algorithm);
		const checked = checked_usages(usages);
		if (length === 0) throw new DOMException('a key has at least one bit', 'OperationError');
		const bits = length ?? HASHES[hash].blockLen * 8;
		const secret = crypto.getRandomValues(new Uint8Array(Math.ceil(bits / 8)));
		return create_key(hash, bits, secret, extractable, checked);
	},

	/**
	 * @param {string} format
	 * @param {CryptoKey} key
	 */
	async exportKey(format, key) {
		const is_raw = checked_format(format) === 'raw';
		if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessError');
		if (is_raw) return secret_of(key).slice().buffer;
		const k = secret_of(key).toBase64({ alphabet: 'base64url', omitPadding: true });
		const alg = JWK_NAMES[/** @type {HashName} */ (key.algorithm.hash.name)];
		return { key_ops: [...key.usages], ext: true, alg, kty: 'oct', k };
	},

	/**
	 * @param {unknown} algorithm
	 * @param {CryptoKey} key
	 * @param {BufferSource} data
	 */
	async sign(algorithm, key, data) {
		return mac(algorithm, key, data, 'sign').slice().buffer;
	},

	/**
	 * @param {unknown} algorithm
	 * @param {CryptoKey} key
	 * @param {BufferSource} signature
	 * @param {BufferSource} data
	 */
	async verify(algorithm, key, signature, data) {
		const expected = mac(algorithm, key, data, 'verify');
		const given = checked_bytes('verify', signature);
		let difference = expected.length ^ given.length;
		for (let i = 0; i < expected.length; i += 1) difference |= expected[i] ^ given[i];
		return difference === 0;
	}
};

for (const name of ['encrypt', 'decrypt', 'deriveBits', 'deriveKey', 'wrapKey', 'unwrapKey']) {
	Object.assign(methods, {
		async [name](/** @type {unknown} */ algorithm) {
			throw not_supported(`${name} with ${name_of(algorithm)} is`);
		}
	});
}

/**
 * @param {unknown} algorithm
 * @returns {{ hash: HashName, length?: number }}
 */
function hmac_of(algorithm) {
	if (name_of(algorithm) !== 'HMAC') throw not_supported(`${name_of(algorithm)} is`);
	const { hash, length } = /** @type {{ hash?: unknown, length?: number }} */ (algorithm);
	if (hash === undefined) throw new TypeError('HMAC needs the name of a hash');
	const name = /** @type {HashName} */ (name_of(hash));
	if (!Object.hasOwn(HASHES, name)) throw not_supported(`${name} is`);
	if (length === undefined) return { hash: name };
	const bits = Math.trunc(Number(length));
	if (!(bits >= 0 && bits < 2 ** 32)) throw new TypeError(`a key cannot have ${length} bits`);
	return { hash: name, length: bits };
}

/** @param {string} format */
function checked_format(format) {
	if (!FORMATS.includes(format)) throw new TypeError(`the format of a key is one of ${FORMATS.join(', ')}`);
	if (format !== 'raw' && format !== 'jwk') throw not_supported(`keys in the format ${format} are`);
	return format;
}

/** @param {Usage[]} usages */
function checked_usages(usages) {
	if (Object(usages) !== usages) throw new TypeError('the usages of a key are an array');
	const checked = [...new Set(usages)];
	const unknown = checked.find((usage) => !USAGES.includes(usage));
	if (unknown !== undefined) throw new TypeError(`${unknown} is no usage of a key: ${USAGES.join(', ')}`);
	if (checked.length === 0 || !checked.every((usage) => usage === 'sign' || usage === 'verify'))
		throw new DOMException('a key for HMAC has the usages sign and verify, or one of them', 'SyntaxError');
	return checked;
}

/**
 * The bits that a key uses of its bytes: https://w3c.github.io/webcrypto/#hmac-operations-import-key
 *
 * @param {number} available
 * @param {number | undefined} wanted
 */
function checked_length(available, wanted = available) {
	if (available === 0) throw data_error('a key without bytes is not supported');
	if (wanted > available || wanted <= available - 8)
		throw data_error(`the length is ${wanted} bits, and the key has ${available}`);
	return wanted;
}

/**
 * The bytes of a JSON Web Key, which must allow what it is imported for.
 *
 * @param {JsonWebKey} jwk
 * @param {HashName} hash
 * @param {boolean} extractable
 * @param {Usage[]} usages
 */
function secret_of_jwk(jwk, hash, extractable, usages) {
	if (Object(jwk) !== jwk || is_buffer_source(jwk)) throw new TypeError('a JSON Web Key is an object');
	const { kty, k, alg, use, key_ops, ext } = jwk;
	if (kty !== 'oct') throw data_error('the kty of a key for HMAC is oct');
	if (alg !== undefined && alg !== JWK_NAMES[hash])
		throw data_error(`the alg of a key for HMAC with ${hash} is ${JWK_NAMES[hash]}`);
	if (use !== undefined && use !== 'sig') throw data_error('the use of a key for HMAC is sig');
	if (key_ops !== undefined && !allows(key_ops, usages))
		throw data_error('the key_ops of the key do not contain the usages, or contain one twice');
	if (ext === false && extractable) throw data_error('the key is not extractable, by its ext');
	try {
		return Uint8Array.fromBase64(/** @type {string} */ (k), { alphabet: 'base64url' });
	} catch {
		throw data_error('the k of the key is not written in base64url');
	}
}

/**
 * @param {string[]} operations
 * @param {string[]} usages
 */
function allows(operations, usages) {
	const known = new Set(operations);
	return known.size === operations.length && usages.every((usage) => known.has(usage));
}

/**
 * @param {HashName} hash
 * @param {number} length in bits
 * @param {Uint8Array} secret
 * @param {boolean} extractable
 * @param {Usage[]} usages
 */
function create_key(hash, length, secret, extractable, usages) {
	/** @type {KeyFacts} */
	const facts = {
		type: 'secret',
		extractable: Boolean(extractable),
		algorithm: { name: 'HMAC', length, hash: { name: hash } },
		usages
	};
	return new CryptoKey(OWN, facts, secret);
}

/**
 * @param {unknown} algorithm
 * @param {CryptoKey} key
 * @param {BufferSource} data
 * @param {Usage} usage
 */
function mac(algorithm, key, data, usage) {
	if (name_of(algorithm) !== 'HMAC') throw not_supported(`${name_of(algorithm)} is`);
	const bytes = checked_bytes(usage, data);
	if (!key.usages.includes(usage))
		throw new DOMException(`the key was not made to ${usage}`, 'InvalidAccessError');
	const hash = HASHES[/** @type {HashName} */ (key.algorithm.hash.name)];
	return hmac(hash, secret_of(key), bytes);
}

/** @param {string} message */
function data_error(message) {
	return new DOMException(message, 'DataError');
}

/** @param {string} what */
function not_supported(what) {
	return new DOMException(
		`${what} not supported while rendering, where there is HMAC: do it in Python`,
		'NotSupportedError'
	);
}

expose({ CryptoKey });
Object.assign(SubtleCrypto.prototype, methods);
