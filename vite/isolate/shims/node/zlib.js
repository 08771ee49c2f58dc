/** @import { Data } from './crypto_data.js' */
import { called_back } from './callbacks.js';
import { to_bytes } from './crypto_data.js';
import { with_code } from './node_error.js';

/** @typedef {import('pako').DeflateOptions & import('pako').InflateOptions} Options */

/**
 * What of Node's `zlib` works on whole data: the package `pako`, which is loaded when it is needed.
 *
 * @param {{ load: () => typeof import('pako') }} lazy
 */
export function create({ load }) {
	/** @type {Record<string, (data: Uint8Array, options: any) => any>} any: options of its direction; bytes, for no text is asked for */
	const functions = {
		deflate: (data, options) => load().deflate(data, options),
		deflateRaw: (data, options) => load().deflateRaw(data, options),
		gunzip: (data, options) => load().ungzip(data, { ...options, windowBits: 31 }),
		gzip: (data, options) => load().gzip(data, options),
		inflate: (data, options) => load().inflate(data, { ...options, windowBits: 15 }),
		inflateRaw: (data, options) => load().inflateRaw(data, options),
		unzip: (data, options) => load().ungzip(data, options)
	};
	return Object.fromEntries(
		Object.entries(functions).flatMap(([name, fn]) => {
			const sync = (/** @type {Data} */ data, /** @type {Options} */ options = {}) => {
				const bytes = to_bytes(data);
				try {
					return buffer_of(fn(bytes, options));
				} catch (error) {
					throw zlib_error(error);
				}
			};
			return [
				[`${name}Sync`, sync],
				[name, called_back(sync, { passes_errors: true })]
			];
		})
	);
}

/** @param {Uint8Array} bytes */
const buffer_of = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

/**
 * Give an error of pako's the code and the number that zlib has for it.
 *
 * @param {unknown} error
 */
function zlib_error(error) {
	const message = error instanceof Error ? error.message : `${error}`;
	const [text, code, errno] =
		message === 'buffer error'
			? ['unexpected end of file', 'Z_BUF_ERROR', -5]
			: [message, 'Z_DATA_ERROR', -3];
	return with_code(Object.assign(new Error(text), { errno }), code);
}
