import { with_code } from './node_error.js';

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const INVALID_VALUE = /[^\t\u0020-\u007E\u0080-\u00FF]/;

/** The part of Node's `http` that needs no network. */
export const create = () => ({ validateHeaderName, validateHeaderValue });

/** @param {unknown} name */
function validateHeaderName(name) {
	if (typeof name !== 'string' || !TOKEN.test(name))
		throw with_code(
			new TypeError(`Header name must be a valid HTTP token ["${name}"]`),
			'ERR_INVALID_HTTP_TOKEN'
		);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function validateHeaderValue(name, value) {
	if (value === undefined)
		throw with_code(
			new TypeError(`Invalid value "${value}" for header "${name}"`),
			'ERR_HTTP_INVALID_HEADER_VALUE'
		);
	if (INVALID_VALUE.test(String(value)))
		throw with_code(new TypeError(`Invalid character in header content ["${name}"]`), 'ERR_INVALID_CHAR');
}
