/** @import { Host } from './host.js' */
import { Console } from './console.js';
import { fetch_outside } from './render/fetch.js';

/**
 * A global object for one render: what the render sets on it, starts with it or logs through it belongs
 * to that render. Everything else is read through to the realm.
 */
class Scope {
	globalThis = this;
	self = this;
	global = this; // Node's name of it, which development builds of packages use

	/** @param {Host} host */
	constructor(host) {
		this.fetch = (input, init) => fetch_outside(host, input, init);
		this.console = new Console(host);
		this.setTimeout = (callback, ms, ...args) => host.timer(guard(this, callback, args), ms);
		this.setInterval = (callback, ms, ...args) => interval(host, guard(this, callback, args), ms);
		this.clearTimeout = this.clearInterval = (id) => host.clear(typeof id === 'object' ? id?.id : id);
	}
}

/** the members of a scope; accessors of the same names above them would be called instead of defining them */
const OWN = ['globalThis', 'self', 'global', 'fetch', 'console', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'];

/** The globals of the realm. It is frozen, so what is set must be defined on the render's own object. */
Object.setPrototypeOf(
	Scope.prototype,
	Object.create(
		Object.prototype,
		Object.fromEntries(
			Object.getOwnPropertyNames(globalThis)
				.filter((name) => !OWN.includes(name))
				.map((name) => [name, global_of_realm(name)])
		)
	)
);

/** @param {Host} host */
export const create_scope = (host) => new Scope(host);

/** @param {string} name */
function global_of_realm(name) {
	return {
		get: () => globalThis[name],
		/** @this {any} */
		set(value) {
			Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
		},
		enumerable: Object.prototype.propertyIsEnumerable.call(globalThis, name)
	};
}

/**
 * A callback of a timer: nobody is there to catch what it throws, so it is logged.
 *
 * @param {{ console: Console }} scope
 * @param {Function} callback
 * @param {unknown[]} args
 */
function guard(scope, callback, args) {
	return () => {
		try {
			callback(...args);
		} catch (error) {
			scope.console.error('Uncaught in a timer:', error);
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
