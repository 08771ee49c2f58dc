import { hmac } from '@noble/hashes/hmac.js';
import { bytes_of } from './bytes.js';
import { expose } from './expose.js';
import { HASHES } from './hashes.js';
import { OWN, require_own } from './illegal_constructor.js';

/**
 * @typedef {'sign' | 'verify'} Usage
 *
 * @typedef {object} KeyFacts
 * @property {'secret'} type
 * @property {boolean} extractable
 * @property {{ name: 'HMAC', length: number, hash: { name: string } }} algorithm
 * @property {Usage[]} usages
 */

/** the names that JSON Web Keys have for HMAC with a hash (RFC 7518, section 3.1) */
const JWK_NAMES = { 'SHA-1': 'HS1', 'SHA-256': 'HS256', 'SHA-384': 'HS384', 'SHA-512': 'HS512' };

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
		const { hash, length } = hmac_of(algorithm);
		if (format !== 'raw' && format !== 'jwk') throw not_supported(`keys in the format ${format} are`);
		const secret =
			format === 'raw' ? bytes_of(data).slice() : Uint8Array.fromBase64(data.k, { alphabet: 'base64url' });
		if (secret.length === 0) throw new DOMException('Zero-length key is not supported', 'DataError');
		return create_key(hash, length ?? secret.length * 8, secret, extractable, usages);
	},

	/**
	 * @param {unknown} algorithm
	 * @param {boolean} extractable
	 * @param {Usage[]} usages
	 */
	async generateKey(algorithm, extractable, usages) {
		const { hash, length } = hmac_of(algorithm);
		const bits = length ?? HASHES[hash].blockLen * 8;
		const secret = crypto.getRandomValues(new Uint8Array(Math.ceil(bits / 8)));
		return create_key(hash, bits, secret, extractable, usages);
	},

	/**
	 * @param {string} format
	 * @param {CryptoKey} key
	 */
	async exportKey(format, key) {
		if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessError');
		if (format === 'raw') return secret_of(key).slice().buffer;
		if (format !== 'jwk') throw not_supported(`keys in the format ${format} are`);
		const k = secret_of(key).toBase64({ alphabet: 'base64url', omitPadding: true });
		const alg = JWK_NAMES[/** @type {keyof typeof HASHES} */ (key.algorithm.hash.name)];
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
		const given = bytes_of(signature);
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
 * @returns {{ hash: keyof typeof HASHES, length?: number }}
 */
function hmac_of(algorithm) {
	if (name_of(algorithm).toUpperCase() !== 'HMAC') throw not_supported(`${name_of(algorithm)} is`);
	const { hash, length } = /** @type {{ hash?: unknown, length?: number }} */ (algorithm);
	if (hash === undefined) throw new TypeError('HMAC needs the name of a hash');
	const name = /** @type {keyof typeof HASHES} */ (name_of(hash).toUpperCase());
	if (!Object.hasOwn(HASHES, name)) throw not_supported(`${name} is`);
	return { hash: name, length };
}

/** @param {unknown} algorithm */
function name_of(algorithm) {
	return String(
		typeof algorithm === 'object' && algorithm !== null ? Reflect.get(algorithm, 'name') : algorithm
	);
}

/**
 * @param {keyof typeof HASHES} hash
 * @param {number} length in bits
 * @param {Uint8Array} secret
 * @param {boolean} extractable
 * @param {Usage[]} usages
 */
function create_key(hash, length, secret, extractable, usages) {
	if (usages.length === 0 || !usages.every((usage) => usage === 'sign' || usage === 'verify'))
		throw new DOMException('a key for HMAC has the usages sign and verify, or one of them', 'SyntaxError');
	/** @type {KeyFacts} */
	const facts = {
		type: 'secret',
		extractable: Boolean(extractable),
		algorithm: { name: 'HMAC', length, hash: { name: hash } },
		usages: [...new Set(usages)]
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
	if (name_of(algorithm).toUpperCase() !== 'HMAC') throw not_supported(`${name_of(algorithm)} is`);
	if (!key.usages.includes(usage))
		throw new DOMException(`the key was not made to ${usage}`, 'InvalidAccessError');
	const hash = HASHES[/** @type {keyof typeof HASHES} */ (key.algorithm.hash.name)];
	return hmac(hash, secret_of(key), bytes_of(data));
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
