/**
 * The realm: everything that the scripts of one isolate share, from `Array.prototype` to the Web APIs of the prelude.
 * Renders share it, so none may change it. It is frozen once (frozen_realm.js), which costs a render nothing. An app that
 * has to change it gets a realm that takes changes back (patchable_realm.js).
 *
 * No code of an app has run when these functions are called.
 */

/** its match is what `RegExp.$1` and its like refer to afterwards: nothing */
export const EMPTY_MATCH = /^/;

/** V8 reads these two from `Error` itself, and libraries set them. Everything else is frozen. */
const ERROR_SETTINGS = { stackTraceLimit: 10, prepareStackTrace: undefined };

/** The intrinsics that can be reached by syntax only, and not from the global object. */
function hidden_intrinsics() {
	const { get } = /** @type {PropertyDescriptor} */ (
		Object.getOwnPropertyDescriptor(Function.prototype, 'caller')
	);
	return [
		get,
		call_site(),
		function* () {},
		async () => {},
		async function* () {},
		(function* () {})(),
		(async function* () {})(),
		[].values(),
		[].values().map((value) => value),
		new Map().values(),
		new Set().values(),
		''[Symbol.iterator](),
		''.matchAll(/a/g),
		Iterator.from({ next: () => ({ done: true, value: undefined }) }),
		new Intl.Segmenter().segment(''),
		new Intl.Segmenter().segment('')[Symbol.iterator]()
	].flatMap((value) => [value, Object.getPrototypeOf(value)]);
}

/** Objects of the Web APIs: each refers to classes that have no global name. */
function web_api_samples() {
	const target = new EventTarget();
	/** @type {Event[]} */
	const events = [];
	target.addEventListener('x', (event) => events.push(event));
	// any: the polyfill wraps an object that is not an Event in one
	target.dispatchEvent(/** @type {any} */ ({ type: 'x' }));
	const search = new URLSearchParams('a=b');
	const headers = new Headers({ a: 'b' });
	return [
		new URL('http://x'),
		search,
		search.entries(),
		headers,
		headers.entries(),
		target,
		new Event('x'),
		new AbortController(),
		new TextEncoder(),
		new TextDecoder(),
		...events
	];
}

/** A CallSite, which `Error.prepareStackTrace` is given. */
function call_site() {
	const before = Error.prepareStackTrace;
	Error.prepareStackTrace = (_error, [site]) => site;
	const stack = /** @type {unknown} */ (new Error().stack);
	Error.prepareStackTrace = before;
	return stack;
}

/**
 * The prototypes with properties that programs set on objects that inherit them, above all `error.name = 'X'`. If such
 * a property is frozen, the assignment is refused for every inheriting object (the override mistake), so these
 * properties become accessors. Those that V8 has fast paths for (arrays, promises, iterators, regular expressions) stay
 * as they are.
 */
export function overridable_prototypes() {
	const names = Object.getOwnPropertyNames(globalThis).filter(
		(name) => name.endsWith('Error') || name === 'DOMException'
	);
	const classes = [
		Object,
		Function,
		Map,
		Set,
		Date,
		Event,
		EventTarget,
		AbortSignal,
		Headers,
		Request,
		Response,
		URL,
		URLSearchParams
	];
	return [...classes, ...names.map((name) => Reflect.get(globalThis, name))].map(
		({ prototype }) => prototype
	);
}

/**
 * Find what can be reached through properties, accessors and prototypes.
 *
 * @param {unknown[]} roots
 * @param {Set<object>} [known] objects that are left out
 * @returns {Set<object>}
 */
export function reachable(roots, known = new Set()) {
	/** @type {Set<object>} */
	const found = new Set();
	const add = (/** @type {unknown} */ value) => {
		if (((typeof value === 'object' && value !== null) || typeof value === 'function') && !known.has(value))
			found.add(value);
	};
	roots.forEach(add);
	// the loop also visits what is added to the set meanwhile
	for (const object of found) {
		add(Object.getPrototypeOf(object));
		for (const key of Reflect.ownKeys(object)) {
			const { value, get, set } = /** @type {PropertyDescriptor} */ (
				Object.getOwnPropertyDescriptor(object, key)
			);
			[value, get, set].forEach(add);
		}
	}
	return found;
}

/**
 * The objects of the realm.
 *
 * @param {unknown[]} [more] roots
 * @returns {Set<object>}
 */
export const realm_objects = (more = []) =>
	reachable([globalThis, ...hidden_intrinsics(), ...web_api_samples(), ...more]);

/**
 * Make accessors of an object's writable properties, so that they can be overridden on inheriting objects after it has
 * been frozen: what is set is defined on the inheriting object.
 *
 * @param {object} prototype
 * @returns {unknown[]} the values of the properties, which only the accessors refer to now
 */
export function enable_overrides(prototype) {
	const values = [];
	for (const key of Reflect.ownKeys(prototype)) {
		const { value, writable, enumerable } = /** @type {PropertyDescriptor} */ (
			Object.getOwnPropertyDescriptor(prototype, key)
		);
		if (!writable) continue;
		values.push(value);
		Object.defineProperty(prototype, key, {
			get: () => value,
			set: overriding_setter(prototype, key),
			enumerable
		});
	}
	return values;
}

/**
 * @param {object} prototype
 * @param {PropertyKey} key
 */
function overriding_setter(prototype, key) {
	return {
		/**
		 * @this {object}
		 * @param {unknown} value
		 */
		set(value) {
			if (this === prototype)
				throw new TypeError(`Cannot assign to read only property '${String(key)}' of object`);
			Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
		}
	}.set;
}

/**
 * Freeze objects for good.
 *
 * @param {Iterable<object>} objects
 */
export function freeze(objects) {
	for (const object of objects) {
		if (object === Error) freeze_error();
		// `lastIndex` must stay writable; Svelte's regular expressions set it before they are used
		else if (object instanceof RegExp) Object.seal(object);
		else Object.freeze(object);
	}
}

function freeze_error() {
	Object.assign(Error, ERROR_SETTINGS);
	for (const key of Reflect.ownKeys(Error)) {
		const is_setting = Object.hasOwn(ERROR_SETTINGS, key);
		const { writable } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Error, key));
		Object.defineProperty(Error, key, { configurable: false, ...(writable && { writable: is_setting }) });
	}
	Object.preventExtensions(Error);
}
