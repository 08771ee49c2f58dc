/** @import { Log } from './console.js' */
/** @import { Host } from './host.js' */
import { Console } from './console.js';
import { RENDER_GLOBALS } from './loader/module_parameters.js';
import { create_process } from './process.js';
import { fetch_without_base } from './render/fetch.js';

/**
 * The host of a render; or for shared modules, which belong to no render, only what their console needs.
 *
 * @typedef {Host | Log} GlobalsHost
 */

/**
 * The global object of one render: what the render sets on it, starts with it or logs through it belongs to that render.
 * Everything else is read from the realm's global object.
 */
class RenderGlobals {
	globalThis = this;
	self = this;
	global = this; // Node's name of it, which development builds of packages use

	/** @param {Host} host */
	constructor(host) {
		this.fetch = function fetch(
			/** @type {Request | string | URL} */ input,
			/** @type {RequestInit} */ init = {}
		) {
			return fetch_without_base(host, input, init);
		};
		this.console = new Console(host);
		/** @type {Map<number, Timer>} the timers whose numbers a program has asked for */
		const numbered = new Map();
		this.setTimeout = (
			/** @type {Function} */ callback,
			/** @type {unknown} */ ms,
			/** @type {unknown[]} */ ...args
		) => new Timer(host, guarded(this, callback, args), ms, numbered);
		this.setInterval = (
			/** @type {Function} */ callback,
			/** @type {unknown} */ ms,
			/** @type {unknown[]} */ ...args
		) => new Timer(host, guarded(this, callback, args), ms, numbered, true);
		this.clearTimeout = this.clearInterval = (/** @type {unknown} */ timer) => {
			(timer instanceof Timer ? timer : numbered.get(Number(timer)))?.close();
		};
	}
}

const { hasOwn: has_own } = Object;

/** @type {any} any: by name */
const realm = globalThis;

/** what the prelude makes for each render */
const per_render = globalThis.__lissome_per_render ?? {};
Reflect.deleteProperty(globalThis, '__lissome_per_render');

/**
 * The lazy globals: what makes them for a render.
 *
 * @type {Record<string, (globals: any) => unknown>} any: a RenderGlobals, or what inherits from one
 */
const MAKERS = {
	AbortSignal: abort_signal,
	clearImmediate: ({ clearTimeout }) => clearTimeout,
	process: create_process,
	reportError:
		({ console }) =>
		(/** @type {unknown} */ error) =>
			console.error('Uncaught:', error),
	setImmediate:
		({ setTimeout }) =>
		(/** @type {Function} */ callback, /** @type {unknown[]} */ ...args) =>
			setTimeout(callback, 0, ...args),
	...per_render
};

for (const [name, create] of Object.entries(MAKERS)) {
	Object.defineProperty(RenderGlobals.prototype, name, {
		/** @this {object} */
		get() {
			const value = create(this);
			define(this, name, value);
			return value;
		},
		/** @this {object} */
		set(value) {
			define(this, name, value);
		}
	});
}

/** Inherited accessors of these names would be called instead of defining own properties. */
const OWN = new Set(RENDER_GLOBALS);

/** The globals of the realm. It is frozen, so what is set must be defined on the render's own object. */
Object.setPrototypeOf(
	RenderGlobals.prototype,
	Object.create(
		Object.prototype,
		Object.fromEntries(
			Object.getOwnPropertyNames(globalThis)
				.filter((name) => !OWN.has(name) && name !== 'gc')
				.map((name) => [name, realm_global(name)])
		)
	)
);

/** @param {GlobalsHost} host */
export const create_globals = (host) => new RenderGlobals(/** @type {Host} */ (host));

/**
 * @param {string} name
 * @returns {PropertyDescriptor}
 */
function realm_global(name) {
	return {
		// what the realm lacks by now would be looked for in this object again (free_names.js)
		get: () => (has_own(realm, name) ? realm[name] : undefined),
		/**
		 * @this {object}
		 * @param {unknown} value
		 */
		set(value) {
			define(this, name, value);
		},
		enumerable: Object.prototype.propertyIsEnumerable.call(globalThis, name)
	};
}

/**
 * @param {object} globals
 * @param {string} name
 * @param {unknown} value
 */
function define(globals, name, value) {
	Object.defineProperty(globals, name, { value, writable: true, enumerable: true, configurable: true });
}

const RealmSignal = AbortSignal;

/**
 * AbortSignal with the one static method that needs a render's timers. Signals are those of the realm.
 *
 * @param {{ setTimeout: (callback: () => void, ms: number) => unknown }} globals
 */
function abort_signal({ setTimeout }) {
	function AbortSignal() {
		throw new TypeError('Illegal constructor');
	}
	const timeout = (/** @type {number} */ ms) => {
		// [EnforceRange] unsigned long long: https://dom.spec.whatwg.org/#dom-abortsignal-timeout
		if (!(Math.trunc(+ms) >= 0 && +ms <= Number.MAX_SAFE_INTEGER))
			throw new TypeError(`AbortSignal.timeout takes a number of milliseconds, not ${ms}`);
		const controller = new AbortController();
		const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
		// no render lives as long as what the host takes for no delay
		if (ms < 2 ** 31) setTimeout(() => controller.abort(reason()), ms);
		return controller.signal;
	};
	return Object.defineProperties(Object.setPrototypeOf(AbortSignal, RealmSignal), {
		prototype: { value: RealmSignal.prototype, writable: false },
		timeout: { value: timeout, writable: true, enumerable: true, configurable: true }
	});
}

/**
 * A timer's callback that logs what it throws, because no code could catch it.
 *
 * @param {{ console: Console }} globals
 * @param {Function} callback
 * @param {unknown[]} args
 */
function guarded(globals, callback, args) {
	if (typeof callback !== 'function')
		throw new TypeError(`a timer takes a function, not ${callback === null ? callback : typeof callback}`);
	return () => {
		try {
			callback(...args);
		} catch (error) {
			/** @type {Record<string, any>} */ (globals.console).error('Uncaught in a timer:', error);
		}
	};
}

/**
 * What setTimeout and setInterval return: an object as in Node, whose number is a browser's (clearTimeout takes both).
 * Nothing waits for timers, so `unref` and `ref` change nothing.
 */
class Timer {
	#host;
	#callback;
	#ms;
	#repeats;

	/** of the host's timer; 0 once this one has been cleared */
	#id = 0;

	/** stays the same, though each call of an interval is another timer of the host's */
	#number;

	#numbered;
	#has_ref = true;

	/**
	 * @param {Host} host
	 * @param {() => void} callback
	 * @param {unknown} ms
	 * @param {Map<number, Timer>} numbered
	 * @param {boolean} [repeats]
	 */
	constructor(host, callback, ms, numbered, repeats = false) {
		this.#host = host;
		this.#callback = callback;
		this.#ms = ms;
		this.#repeats = repeats;
		this.#numbered = numbered;
		this.refresh();
		this.#number = this.#id;
	}

	ref() {
		this.#has_ref = true;
		return this;
	}

	unref() {
		this.#has_ref = false;
		return this;
	}

	hasRef() {
		return this.#has_ref;
	}

	/** Wait again from now on. */
	refresh() {
		if (this.#id) this.#host.clear(this.#id);
		this.#id = this.#host.timer(() => this.#run(), this.#ms);
		return this;
	}

	close() {
		this.#host.clear(this.#id);
		this.#id = 0; // it may be the one that is being called
	}

	[Symbol.toPrimitive]() {
		this.#numbered.set(this.#number, this);
		return this.#number;
	}

	[Symbol.dispose]() {
		this.close();
	}

	#run() {
		const id = this.#id;
		this.#callback();
		if (this.#repeats && this.#id === id) this.#id = this.#host.timer(() => this.#run(), this.#ms);
	}
}
