import { with_code } from './node_error.js';

/** the codes of zlib's outcomes, and their names */
export const CODES = {
	Z_OK: 0,
	Z_STREAM_END: 1,
	Z_NEED_DICT: 2,
	Z_ERRNO: -1,
	Z_STREAM_ERROR: -2,
	Z_DATA_ERROR: -3,
	Z_MEM_ERROR: -4,
	Z_BUF_ERROR: -5,
	Z_VERSION_ERROR: -6
};

/**
 * Give an error of pako's the code and the number that zlib has for it.
 *
 * @param {string} message
 */
export function zlib_error(message) {
	const [text, code] =
		message === 'buffer error'
			? ['unexpected end of file', /** @type {const} */ ('Z_BUF_ERROR')]
			: [message, /** @type {const} */ ('Z_DATA_ERROR')];
	return with_code(Object.assign(new Error(text), { errno: CODES[code] }), code);
}
