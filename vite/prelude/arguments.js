/**
 * Throw a TypeError if a function of the Web was called with too few arguments.
 *
 * @param {string} what
 * @param {number} given
 * @param {number} needed
 */
export function require_arguments(what, given, needed) {
	if (given < needed)
		throw new TypeError(`${what} takes ${needed} argument${needed > 1 ? 's' : ''}, not ${given}`);
}

/**
 * The options of a function of the Web: undefined and null are none, and what is no object is an error
 * (https://webidl.spec.whatwg.org/#js-dictionary).
 *
 * @template {object} Options
 * @param {string} what
 * @param {Options | null | undefined} options
 * @returns {Partial<Options>}
 */
export function checked_options(what, options) {
	if (options === undefined || options === null) return {};
	if (Object(options) !== options) throw new TypeError(`the options of ${what} are an object`);
	return options;
}
