/** @import { Log } from './console.js' */
/** @import { Host } from './host.js' */
import { Console } from './console.js';
import { RENDER_GLOBALS } from './loader/module_parameters.js';
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
		this.fetch = (/** @type {Request | string | URL} */ input, /** @type {RequestInit | undefined} */ init) =>
			fetch_without_base(host, input, init);
		this.console = new Console(host);
		this.setTimeout = (
			/** @type {Function} */ callback,
			/** @type {unknown} */ ms,
			/** @type {unknown[]} */ ...args
		) => host.timer(guarded(this, callback, args), ms);
		this.setInterval = (
			/** @type {Function} */ callback,
			/** @type {unknown} */ ms,
			/** @type {unknown[]} */ ...args
		) => interval(host, guarded(this, callback, args), ms);
		this.clearTimeout = this.clearInterval = (/** @type {number | { id: number } | null | undefined} */ id) =>
			host.clear(typeof id === 'object' ? id?.id : id);
	}
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
				.filter((name) => !OWN.has(name))
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
		get: () => Reflect.get(globalThis, name),
		/**
		 * @this {object}
		 * @param {unknown} value
		 */
		set(value) {
			Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
		},
		enumerable: Object.prototype.propertyIsEnumerable.call(globalThis, name)
	};
}

/**
 * A timer's callback that logs what it throws, because no code could catch it.
 *
 * @param {{ console: Console }} globals
 * @param {Function} callback
 * @param {unknown[]} args
 */
function guarded(globals, callback, args) {
	return () => {
		try {
			callback(...args);
		} catch (error) {
			/** @type {Record<string, any>} */ (globals.console).error('Uncaught in a timer:', error);
		}
	};
}

/**
 * @param {Host} host
 * @param {() => void} callback
 * @param {unknown} ms
 */
function interval(host, callback, ms) {
	const handle = { id: 0 };
	const again = () => {
		callback();
		if (handle.id) handle.id = host.timer(again, ms);
	};
	handle.id = host.timer(again, ms);
	return handle;
}
