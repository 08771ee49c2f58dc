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
			`The "${name}" ${name.includes('.') ? 'property' : 'argument'} must be ${expected}. Received ${value === null ? value : typeof value}`
		),
		'ERR_INVALID_ARG_TYPE'
	);

/**
 * @param {string} name of an argument
 * @param {unknown} value
 */
export const out_of_range = (name, value) =>
	with_code(
		new RangeError(`The value of "${name}" is out of range. Received ${String(value)}`),
		'ERR_OUT_OF_RANGE'
	);

/** @param {AbortSignal} signal */
export const abort_error = ({ reason }) =>
	with_code(
		Object.assign(new Error('The operation was aborted', { cause: reason }), { name: 'AbortError' }),
		'ABORT_ERR'
	);

/**
 * Refuse what is given for an optional AbortSignal and is none.
 *
 * @param {unknown} signal
 */
export function check_signal(signal) {
	const is_signal = typeof signal === 'object' && signal !== null && 'aborted' in signal;
	if (signal !== undefined && !is_signal)
		throw invalid_type('options.signal', 'an instance of AbortSignal', signal);
}

/**
 * Refuse what is no integer from 0 on.
 *
 * @param {string} name of an argument
 * @param {unknown} value
 * @param {{ min?: number, max?: number }} [limits]
 */
export function check_integer(name, value, { min = 0, max = 2 ** 31 - 1 } = {}) {
	check_type(name, value, 'number');
	if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) throw out_of_range(name, value);
}

/**
 * @param {string} name of an argument
 * @param {unknown} value
 * @param {string} type
 */
export function check_type(name, value, type) {
	if (typeof value !== type) throw invalid_type(name, `of type ${type}`, value);
}
