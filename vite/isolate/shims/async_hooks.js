/**
 * Replaces Node's AsyncLocalStorage. A module graph serves one render, so a store that simply stays is the store of
 * every asynchronous step.
 */
export class AsyncLocalStorage {
	/** @type {unknown} */
	#store;

	getStore() {
		return this.#store;
	}

	/**
	 * @param {unknown} store
	 * @param {Function} fn
	 * @param {...unknown} args
	 */
	run(store, fn, ...args) {
		this.#store = store;
		return fn(...args);
	}

	/** @param {unknown} store */
	enterWith(store) {
		this.#store = store;
	}

	/**
	 * @param {Function} fn
	 * @param {...unknown} args
	 */
	exit(fn, ...args) {
		return fn(...args);
	}
}
