import 'core-js/actual/atob.js';
import 'core-js/actual/btoa.js';
import 'core-js/actual/dom-exception/index.js';
import { expose } from './expose.js';

const started = Date.now();

expose({
	self: globalThis,
	// a timeline is in performance.js
	performance: { timeOrigin: started, now: () => Date.now() - started },
	// Not core-js's: its queue would be stuck for ever if a render is stopped in the middle of it.
	queueMicrotask(/** @type {() => void} */ callback) {
		if (typeof callback !== 'function') throw new TypeError('queueMicrotask takes a function');
		Promise.resolve().then(() => callback());
	}
});

const Exception = DOMException;

/**
 * core-js's class, which could be called without `new`: it would keep what it is given for an object that renders share.
 *
 * @param {...unknown} args
 */
function construct_exception(...args) {
	if (new.target === undefined) throw new TypeError("DOMException is a class: write 'new' before it");
	return Reflect.construct(Exception, args, new.target);
}
Object.defineProperties(construct_exception, Object.getOwnPropertyDescriptors(Exception));
Object.defineProperty(Exception.prototype, 'constructor', {
	value: construct_exception,
	writable: true,
	configurable: true
});
expose({ DOMException: construct_exception });

/**
 * The tokens of registries. A program may replace the methods of weak maps, and would be given this one.
 *
 * @type {WeakMap<any, any>} any: TypeScript cannot compare such an object with a WeakMap of certain types
 */
const tokens = Object.assign(new WeakMap(), { get: WeakMap.prototype.get, set: WeakMap.prototype.set });

/** throws if an object is no registry @type {(object: object, token: object) => unknown} */
const require_registry = Function.prototype.call.bind(FinalizationRegistry.prototype.unregister);

// Its callbacks would run in the middle of another render. By the standard they need not run at all.
Object.assign(FinalizationRegistry.prototype, {
	/**
	 * @this {object}
	 * @param {unknown} _target
	 * @param {unknown} _held
	 * @param {WeakKey} [token]
	 */
	register(_target, _held, token) {
		require_registry(this, {});
		if (token !== undefined) tokens.set(this, (tokens.get(this) ?? new WeakSet()).add(token));
	},
	/**
	 * @this {object}
	 * @param {WeakKey} token
	 */
	unregister(token) {
		require_registry(this, {});
		return tokens.get(this)?.delete(token) ?? false;
	}
});

// Code that waits for it would run in the middle of another render too, and a render that waits would look stuck.
delete (/** @type {{ waitAsync?: unknown }} */ (Atomics).waitAsync);

// V8 does these in another thread, and they would end in the middle of another render. Here they end at once.
const { Instance, Module } = WebAssembly;
Object.assign(WebAssembly, {
	compile: async (/** @type {BufferSource} */ bytes) => new Module(bytes),
	async instantiate(
		/** @type {BufferSource | WebAssembly.Module} */ source,
		/** @type {WebAssembly.Imports | undefined} */ imports
	) {
		if (source instanceof Module) return new Instance(source, imports);
		const module = new Module(source);
		return { module, instance: new Instance(module, imports) };
	}
});

// mini-racer's timers would outlive a render. Each render has its own (isolate/globals.js).
for (const name of ['setTimeout', 'clearTimeout', '__timer_manager'])
	/** @type {any} */ (globalThis)[name] = undefined;

// core-js keeps its state in a global, which it needs only while it is loaded.
delete (/** @type {any} */ (globalThis)['__core-js_shared__']);
