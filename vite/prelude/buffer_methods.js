/** What Node's Buffer has, and the library's has not. */

/** the encodings by which methods are named */
const ENCODINGS = {
	ascii: 'ascii',
	base64: 'base64',
	base64url: 'base64url',
	hex: 'hex',
	latin1: 'latin1',
	ucs2: 'utf16le',
	utf8: 'utf8'
};

/**
 * Give an error the code that Node has for its kind: packages recognise errors by it.
 *
 * @param {unknown} error
 */
function coded(error) {
	if (!(error instanceof Error) || Object.hasOwn(error, 'code')) return error;
	const code = error instanceof RangeError ? 'ERR_OUT_OF_RANGE' : 'ERR_INVALID_ARG_TYPE';
	return Object.assign(error, {
		code: /^unknown encoding/i.test(error.message) ? 'ERR_UNKNOWN_ENCODING' : code
	});
}

/** @param {import('./buffer.js').Method} method */
export const give_codes = (method) =>
	/** @type {import('./buffer.js').Method} */
	function (...args) {
		try {
			return method.apply(this, args);
		} catch (error) {
			throw coded(error);
		}
	};

/** @param {any} Buffer any: the library has no types */
export function add_methods(Buffer) {
	const { prototype } = Buffer;
	define(Buffer, { copyBytesFrom: (view, offset, length) => Buffer.from(bytes_in(view, offset, length)) });
	for (const [name, encoding] of Object.entries(ENCODINGS)) {
		define(prototype, {
			[`${name}Slice`](start, end) {
				return this.toString(encoding, start, end);
			},
			[`${name}Write`](text, offset = 0, length) {
				return this.write(text, offset, length ?? this.length - offset, encoding);
			}
		});
	}
	for (const verb of ['read', 'write'])
		for (const order of ['LE', 'BE'])
			define(prototype, { [`${verb}BigUint64${order}`]: prototype[`${verb}BigUInt64${order}`] });
}

/**
 * @param {object} object
 * @param {Record<string, import('./buffer.js').Method>} methods
 */
function define(object, methods) {
	for (const [name, value] of Object.entries(methods))
		Object.defineProperty(object, name, { value, writable: true, configurable: true });
}

/**
 * @param {any} view any: a typed array
 * @param {number} [offset] in its elements
 * @param {number} [length] in its elements
 */
function bytes_in(view, offset = 0, length = view.length) {
	if (!ArrayBuffer.isView(view) || view instanceof DataView)
		throw Object.assign(new TypeError('The "view" argument must be an instance of TypedArray'), {
			code: 'ERR_INVALID_ARG_TYPE'
		});
	const { buffer, byteOffset, byteLength } = /** @type {any} */ (view).subarray(offset, offset + length);
	return new Uint8Array(buffer, byteOffset, byteLength);
}
