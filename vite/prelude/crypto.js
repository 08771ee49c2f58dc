import { name_of } from './algorithms.js';
import { require_arguments } from './arguments.js';
import { bytes_of, checked_bytes } from './bytes.js';
import { expose } from './expose.js';
import { HASHES } from './hashes.js';
import { OWN, require_own } from './illegal_constructor.js';
import { random_generator } from './random.js';

const MAX_BYTES = 65536;
const INTEGERS = Object.freeze([
	Int8Array,
	Uint8Array,
	Uint8ClampedArray,
	Int16Array,
	Uint16Array,
	Int32Array,
	Uint32Array,
	BigInt64Array,
	BigUint64Array
]);

/** @type {((target: Uint8Array) => void) | undefined} */
let generate;

// V8 has no source of entropy: Python gives each isolate 32 bytes before it loads the bundle, which deletes this function.
globalThis.__lissome_seed = (/** @type {string} */ hex) => {
	generate = random_generator(Uint8Array.fromHex(hex));
};

/**
 * @template {Uint8Array} T
 * @param {T} bytes
 */
function randomise(bytes) {
	if (!generate) throw new DOMException('this isolate was given no seed', 'OperationError');
	generate(bytes);
	return bytes;
}

/**
 * Fill an array with random bytes.
 *
 * @param {ArrayBufferView} array
 */
function getRandomValues(array) {
	require_arguments('getRandomValues', arguments.length, 1);
	if (!INTEGERS.some((type) => array instanceof type))
		throw new DOMException('getRandomValues fills arrays of integers', 'TypeMismatchError');
	if (array.byteLength > MAX_BYTES) {
		throw new DOMException(`getRandomValues takes at most ${MAX_BYTES} bytes`, 'QuotaExceededError');
	}
	randomise(bytes_of(array));
	return array;
}

/** Make a version 4 UUID (RFC 9562, section 5.4). */
function randomUUID() {
	const bytes = randomise(new Uint8Array(16));
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * Hash data, all of it at once: no task of the render runs in between.
 *
 * @param {string | { name: string }} algorithm
 * @param {ArrayBuffer | ArrayBufferView} data
 */
async function digest(algorithm, data) {
	require_arguments('digest', arguments.length, 2);
	const name = name_of(algorithm);
	if (!Object.hasOwn(HASHES, name))
		throw new DOMException(`${name} is not a hash that is supported here`, 'NotSupportedError');
	const bytes = checked_bytes('digest', data);
	return HASHES[/** @type {keyof typeof HASHES} */ (name)](bytes).slice().buffer;
}

/** More methods are added if the app mentions them (web_crypto.js). */
class SubtleCrypto {
	/** @param {unknown} [key] */
	constructor(key = null) {
		require_own(key);
	}

	get [Symbol.toStringTag]() {
		return 'SubtleCrypto';
	}
}

class Crypto {
	#subtle = new SubtleCrypto(OWN);

	/** @param {unknown} [key] */
	constructor(key = null) {
		require_own(key);
	}

	get subtle() {
		return this.#subtle;
	}

	get [Symbol.toStringTag]() {
		return 'Crypto';
	}
}

// not methods of these classes: libraries call them without an object
Object.assign(SubtleCrypto.prototype, { digest });
Object.assign(Crypto.prototype, { getRandomValues, randomUUID });
expose({ Crypto, SubtleCrypto, crypto: new Crypto(OWN) });
