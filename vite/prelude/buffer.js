import { Buffer } from 'buffer/index.js';
import { add_methods, give_codes } from './buffer_methods.js';
import { expose } from './expose.js';

/**
 * The library's class, as far as it is repaired here: it knows no base64url, takes no Uint8Array where Node's does, and
 * decodes what is no UTF-8 otherwise.
 *
 * @typedef {(this: any, ...args: any[]) => any} Method any: the library has no types
 */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @param {unknown} encoding */
const is_base64url = (encoding) => typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';

/** @param {unknown} encoding */
const is_utf8 = (encoding) =>
	encoding === undefined || (typeof encoding === 'string' && /^utf-?8$/i.test(encoding));

/** the part of a text that is hexadecimal: Node's reads no further @param {string} text */
const hex_prefix = (text) => /^(?:[\da-f]{2})*/i.exec(text)?.[0];

/**
 * @param {Uint8Array} bytes
 * @param {number} [start] as for Node: positions do not count from the end
 * @param {number} [end]
 */
function part(bytes, start = 0, end = bytes.length) {
	const from = Math.max(start, 0);
	return bytes.subarray(from, Math.max(end, from));
}

/** @param {unknown} value */
const as_buffer = (value) =>
	value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;

/**
 * Replace a method.
 *
 * @param {any} object any: as above
 * @param {string} name
 * @param {(method: Method) => Method} wrap
 */
function repair(object, name, wrap) {
	Object.defineProperty(object, name, { value: wrap(object[name]), writable: true, configurable: true });
}

for (const name of ['indexOf', 'lastIndexOf', 'includes', 'compare', 'equals']) {
	repair(
		Buffer.prototype,
		name,
		(method) =>
			function (value, ...rest) {
				return method.call(this, as_buffer(value), ...rest);
			}
	);
}
repair(Buffer, 'compare', (compare) => (a, b) => compare(as_buffer(a), as_buffer(b)));

// the library's base64 is that of URLs too when it reads, but not when it writes
for (const [object, name] of [
	[Buffer, 'from'],
	[Buffer, 'byteLength'],
	[Buffer.prototype, 'write'],
	[Buffer.prototype, 'fill']
]) {
	repair(
		object,
		/** @type {string} */ (name),
		(method) =>
			function (value, ...rest) {
				const text =
					typeof value === 'string' && `${rest[0]}`.toLowerCase() === 'hex' ? hex_prefix(value) : value;
				return method.call(this, text, ...rest.map((arg) => (is_base64url(arg) ? 'base64' : arg)));
			}
	);
}
repair(Buffer, 'isEncoding', (is_encoding) => (encoding) => is_base64url(encoding) || is_encoding(encoding));
repair(
	Buffer.prototype,
	'toString',
	(to_string) =>
		function (encoding, start, end) {
			if (is_utf8(encoding)) return decoder.decode(part(this, start, end));
			if (!is_base64url(encoding)) return to_string.call(this, encoding, start, end);
			const text = to_string.call(this, 'base64', start, end);
			return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
		}
);
repair(
	Buffer,
	'from',
	(from) =>
		function (value, ...rest) {
			// the library takes a function for an array
			if (typeof value === 'function' || typeof value === 'symbol')
				throw new TypeError(`The first argument must not be a ${typeof value}`);
			return from.call(this, value, ...rest);
		}
);
repair(
	Buffer.prototype,
	'write',
	(write) =>
		function (text, ...rest) {
			if (typeof text !== 'string') throw new TypeError('argument must be a string');
			return write.call(this, text, ...rest);
		}
);
add_methods(Buffer);
for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'byteLength', 'concat', 'from'])
	repair(Buffer, name, give_codes);
for (const name of ['copy', 'fill', 'toString', 'write']) repair(Buffer.prototype, name, give_codes);

expose({ Buffer });
