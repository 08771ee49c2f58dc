import { invalid_type } from './node_error.js';

/** @typedef {(error: unknown, value?: unknown) => void} Callback */

/**
 * Make the form of a function that takes a callback after its arguments.
 *
 * @param {(...args: any[]) => unknown} fn any: as many as it has
 * @param {{ passes_errors?: boolean }} [options] true if the callback gets what the function throws; otherwise it is
 *   thrown at once, as it is for wrong arguments
 */
export const called_back =
	(fn, { passes_errors = false } = {}) =>
	(/** @type {any[]} */ ...args) => {
		const callback = args.pop();
		if (typeof callback !== 'function') throw invalid_type('callback', 'of type function', callback);
		let outcome;
		try {
			outcome = [null, fn(...args)];
		} catch (error) {
			if (!passes_errors) throw error;
			outcome = [error];
		}
		queueMicrotask(() => callback(...outcome));
	};
