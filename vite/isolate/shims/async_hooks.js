/**
 * Stands in for Node's AsyncLocalStorage. A module graph serves one render, so a store that simply stays is
 * the store of every asynchronous step.
 */
export class AsyncLocalStorage {
	#store;

	getStore() {
		return this.#store;
	}

	run(store, fn, ...args) {
		this.#store = store;
		return fn(...args);
	}

	enterWith(store) {
		this.#store = store;
	}

	exit(fn, ...args) {
		return fn(...args);
	}
}
