/**
 * Give an error one of Node's codes, by which packages recognise it.
 *
 * @template {Error} T
 * @param {T} error
 * @param {string} code
 */
export const with_code = (error, code) => Object.assign(error, { code });

/**
 * @param {string} name of an argument
 * @param {string} expected
 * @param {unknown} value
 */
export const invalid_type = (name, expected, value) =>
	with_code(
		new TypeError(
			`The "${name}" argument must be ${expected}. Received ${value === null ? value : typeof value}`
		),
		'ERR_INVALID_ARG_TYPE'
	);
