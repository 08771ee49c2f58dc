/** @typedef {(error: unknown, value?: unknown) => void} Callback */

/**
 * Make the form of a function that takes a callback after its arguments. What the function throws at once, as for wrong
 * arguments, it still throws.
 *
 * @param {(...args: any[]) => unknown} fn any: as many as it has
 */
export const called_back =
	(fn) =>
	(/** @type {any[]} */ ...args) => {
		const callback = /** @type {Callback} */ (args.pop());
		const value = fn(...args);
		queueMicrotask(() => callback(null, value));
	};
