/** @import { Data } from './crypto_data.js' */
import { to_bytes } from './crypto_data.js';
import { check_integer } from './node_error.js';

/** the polynomial of gzip and PNG; its first bit is the last */
const POLYNOMIAL = 0xed_b8_83_20;

/** @type {Uint32Array | undefined} the checksum of each byte, once they are needed */
let table;

/**
 * The cyclic redundancy check of data.
 *
 * @param {Data} data
 * @param {number} [value] that of what comes before
 */
export function crc32(data, value = 0) {
	const bytes = to_bytes(data);
	check_integer('value', value, { max: 2 ** 32 - 1 });
	table ??= Uint32Array.from({ length: 256 }, (_, byte) => of_byte(byte));
	let crc = ~value;
	for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
	return ~crc >>> 0;
}

/** @param {number} byte */
function of_byte(byte) {
	let crc = byte;
	for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
	return crc;
}
