import { bytes_of, is_buffer_source } from './bytes.js';
import { invalid_type, with_code } from './node_error.js';

/** @typedef {string | ArrayBuffer | ArrayBufferView | KeyObject} Data */

/** only this file makes keys */
const OWN = Symbol('createSecretKey');

/** A secret key, as for an HMAC. There are no pairs of keys. */
export class KeyObject {
	#bytes;

	/**
	 * @param {symbol} own
	 * @param {Uint8Array} bytes
	 */
	constructor(own, bytes) {
		if (own !== OWN) throw with_code(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
		this.#bytes = bytes;
	}

	get [Symbol.toStringTag]() {
		return 'KeyObject';
	}

	get type() {
		return 'secret';
	}

	get symmetricKeySize() {
		return this.#bytes.length;
	}

	/** @param {{ format?: 'buffer' | 'jwk' }} [options] */
	export({ format = 'buffer' } = {}) {
		const buffer = buffer_of(this.#bytes);
		return format === 'jwk' ? { kty: 'oct', k: buffer.toString('base64url') } : buffer;
	}

	/** @param {unknown} other */
	equals(other) {
		return (
			other instanceof KeyObject &&
			other.#bytes.length === this.#bytes.length &&
			other.#bytes.every((byte, i) => byte === this.#bytes[i])
		);
	}
}

/**
 * @param {Data} key
 * @param {string} [encoding] of a string
 */
export const createSecretKey = (key, encoding) => new KeyObject(OWN, to_bytes(key, encoding).slice());

/**
 * @param {Data} data
 * @param {string} [encoding] of a string
 * @returns {Uint8Array}
 */
export function to_bytes(data, encoding) {
	if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
	if (data instanceof KeyObject) return data.export();
	if (is_buffer_source(data)) return bytes_of(data);
	throw invalid_type('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

/**
 * A Buffer of a copy of bytes.
 *
 * @param {Uint8Array} bytes
 */
export const buffer_of = (bytes) => Buffer.from(bytes);
