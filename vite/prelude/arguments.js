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
