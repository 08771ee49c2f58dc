/** @import { Callback } from './callbacks.js' */
import { bytes_of, is_buffer_source } from './bytes.js';
import { called_back } from './callbacks.js';
import { check_integer, check_type, invalid_type, out_of_range, with_code } from './node_error.js';

/** how much `getRandomValues` takes at once */
const MAX_RANDOM = 65_536;

/** the number of integers that `randomInt` chooses from at most */
const MAX_RANGE = 2 ** 48;

/**
 * @param {number} size
 * @param {Callback} [callback]
 */
export function random_bytes(size, callback) {
	check_type('size', size, 'number');
	if (!(size >= 0 && size < 2 ** 31)) throw out_of_range('size', size);
	if (callback) return called_back(random_bytes)(size, callback);
	return randomFillSync(Buffer.alloc(Math.trunc(size)));
}

/**
 * @template {ArrayBuffer | ArrayBufferView} Target
 * @param {Target} target
 * @param {number} [offset] in elements
 * @param {number} [size] in elements
 * @returns {Target}
 */
export function randomFillSync(target, offset = 0, size) {
	const all = data_of('buf', target);
	const unit = /** @type {any} */ (target).BYTES_PER_ELEMENT ?? 1;
	check_integer('offset', offset, { max: all.length / unit });
	if (size !== undefined) check_integer('size', size, { max: all.length / unit - offset });
	const end = size === undefined ? undefined : (offset + size) * unit;
	const bytes = all.subarray(offset * unit, end);
	for (let at = 0; at < bytes.length; at += MAX_RANDOM)
		crypto.getRandomValues(bytes.subarray(at, at + MAX_RANDOM));
	return target;
}

export const randomFill = called_back(randomFillSync);

/**
 * Choose an integer: at least `min`, less than `max`.
 *
 * @param {number} min 0, if `max` is not given
 * @param {number | Callback} [max]
 * @param {Callback} [callback]
 * @returns {number | void}
 */
export function randomInt(min, max, callback) {
	if (max === undefined || typeof max === 'function') return randomInt(0, min, max);
	const range = max - min;
	if (!Number.isSafeInteger(min)) throw invalid_type('min', 'a safe integer', min);
	if (!Number.isSafeInteger(max)) throw invalid_type('max', 'a safe integer', max);
	if (range <= 0 || range >= MAX_RANGE) throw out_of_range('max', max);
	if (callback) return called_back(randomInt)(min, max, callback);
	// without the last part of the range, which would make some integers more likely than others
	const limit = MAX_RANGE - (MAX_RANGE % range);
	let value;
	do value = random_bytes(6).readUIntBE(0, 6);
	while (value >= limit);
	return min + (value % range);
}

/**
 * @param {ArrayBuffer | ArrayBufferView} a
 * @param {ArrayBuffer | ArrayBufferView} b
 */
export function timingSafeEqual(a, b) {
	const [left, right] = [data_of('buf1', a), data_of('buf2', b)];
	if (left.length !== right.length)
		throw with_code(
			new RangeError('Input buffers must have the same byte length'),
			'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH'
		);
	let difference = 0;
	for (let i = 0; i < left.length; i += 1) difference |= left[i] ^ right[i];
	return difference === 0;
}

/**
 * A text is refused: it is mostly the hexadecimal form of what was meant.
 *
 * @param {string} name
 * @param {unknown} data
 */
function data_of(name, data) {
	if (!is_buffer_source(data))
		throw invalid_type(name, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', data);
	return bytes_of(data);
}
