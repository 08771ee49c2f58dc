import { check_type } from './node_error.js';

/**
 * The stores of all AsyncLocalStorages. V8 alone cannot tell of which asynchronous step it runs the code: a store is
 * there until what `run` has called is done, be it later; so it is the right one unless a render runs several at once.
 *
 * @typedef {ReadonlyMap<AsyncLocalStorage, unknown>} Context
 */

/** @type {Context} of one render: each evaluates this module anew */
let current = new Map();

/** Node's `async_hooks`. */
export const create = () => ({
	AsyncLocalStorage,
	AsyncResource,
	createHook,
	executionAsyncId: () => 1,
	executionAsyncResource: () => ({}),
	triggerAsyncId: () => 0
});

/** Nothing calls hooks: there are no asynchronous resources. */
function createHook() {
	const hook = { enable: () => hook, disable: () => hook };
	return hook;
}

/**
 * @param {Context} context
 * @param {Function} fn
 * @param {unknown} self
 * @param {unknown[]} args
 */
function run_in(context, fn, self, args) {
	const before = current;
	const restore = () => void (current === context && (current = before));
	current = context;
	try {
		const result = fn.apply(self, args);
		// what is no promise, such as a query, may begin when its `then` is called
		if (result instanceof Promise) result.then(restore, restore);
		else current = before;
		return result;
	} catch (error) {
		current = before;
		throw error;
	}
}

class AsyncLocalStorage {
	/** @type {unknown} */
	#default;

	/** @param {{ defaultValue?: unknown, name?: string }} [options] */
	constructor({ defaultValue, name = '' } = {}) {
		this.#default = defaultValue;
		this.name = name;
	}

	/** @param {Function} fn */
	static bind(fn) {
		return AsyncResource.bind(fn);
	}

	static snapshot() {
		const context = current;
		return (/** @type {Function} */ fn, /** @type {unknown[]} */ ...args) =>
			run_in(context, fn, undefined, args);
	}

	getStore() {
		return current.has(this) ? current.get(this) : this.#default;
	}

	/**
	 * @param {unknown} store
	 * @param {Function} fn
	 * @param {...unknown} args
	 */
	run(store, fn, ...args) {
		return run_in(new Map(current).set(this, store), fn, undefined, args);
	}

	/**
	 * @param {Function} fn
	 * @param {...unknown} args
	 */
	exit(fn, ...args) {
		return run_in(without(this), fn, undefined, args);
	}

	/** @param {unknown} store */
	enterWith(store) {
		current = new Map(current).set(this, store);
	}

	disable() {
		current = without(this);
	}
}

/** @param {AsyncLocalStorage} storage */
function without(storage) {
	const context = new Map(current);
	context.delete(storage);
	return context;
}

class AsyncResource {
	#context = current;

	/** @param {string} type */
	constructor(type) {
		check_type('type', type, 'string');
		this.type = type;
	}

	/**
	 * @param {Function} fn
	 * @param {string} [type]
	 * @param {unknown} [self]
	 */
	static bind(fn, type, self) {
		check_type('fn', fn, 'function');
		return new AsyncResource(type ?? (fn.name || 'bound-anonymous-fn')).bind(fn, self);
	}

	/**
	 * @param {Function} fn
	 * @param {unknown} [self]
	 */
	bind(fn, self) {
		const context = this.#context;
		/** @this {unknown} */
		return function (/** @type {unknown[]} */ ...args) {
			return run_in(context, fn, self ?? this, args);
		};
	}

	/**
	 * @param {Function} fn
	 * @param {unknown} self
	 * @param {...unknown} args
	 */
	runInAsyncScope(fn, self, ...args) {
		return run_in(this.#context, fn, self, args);
	}

	asyncId() {
		return 1;
	}

	triggerAsyncId() {
		return 0;
	}

	emitDestroy() {
		return this;
	}
}
