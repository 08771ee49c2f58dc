const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const INVALID_VALUE = /[^\t\u0020-\u007E\u0080-\u00FF]/;

/** The part of Node's `http` that needs no network. */
export const create = () => ({ validateHeaderName, validateHeaderValue });

/** @param {unknown} name */
function validateHeaderName(name) {
	if (typeof name !== 'string' || !TOKEN.test(name))
		throw type_error('ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${name}"]`);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function validateHeaderValue(name, value) {
	if (value === undefined)
		throw type_error('ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${value}" for header "${name}"`);
	if (INVALID_VALUE.test(String(value)))
		throw type_error('ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`);
}

/**
 * @param {string} code
 * @param {string} message
 */
const type_error = (code, message) => Object.assign(new TypeError(message), { code });
