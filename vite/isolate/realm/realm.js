/**
 * The realm: everything that scripts of one isolate have in common, from `Array.prototype` to the Web APIs of
 * the prelude. Renders share it, so none may change it. It is frozen once, which costs a render nothing; what a
 * render may still set is reset before the next one. An app that has to change it gets a realm that watches
 * itself instead (./patchable.js).
 *
 * No code of an app has run when these functions are called.
 */

/** V8 reads these two from `Error` itself, and libraries set them. Everything else is frozen. */
const ERROR_SETTINGS = { stackTraceLimit: 10, prepareStackTrace: undefined };

/** What can be reached by syntax only, and not from the global object. */
function hidden() {
	const { get } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Function.prototype, 'caller'));
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
		Iterator.from({ next() {} }),
		new Intl.Segmenter().segment(''),
		new Intl.Segmenter().segment('')[Symbol.iterator]()
	].flatMap((value) => [value, Object.getPrototypeOf(value)]);
}

/** Objects of the Web APIs: each brings classes with it that have no name. */
function samples() {
	const target = new EventTarget();
	/** @type {Event[]} */
	const events = [];
	target.addEventListener('x', (event) => events.push(event));
	// what is no Event is wrapped in one
	target.dispatchEvent(/** @type {any} */ ({ type: 'x' }));
	const search = new URLSearchParams('a=b');
	const headers = new Headers({ a: 'b' });
	return [new URL('http://x'), search, search.entries(), headers, headers.entries(), target, new Event('x'), new AbortController(), new TextEncoder(), new TextDecoder(), ...events];
}

/** What `Error.prepareStackTrace` is given. */
function call_site() {
	const before = Error.prepareStackTrace;
	Error.prepareStackTrace = (_error, [site]) => site;
	const { stack } = new Error();
	Error.prepareStackTrace = before;
	return stack;
}

/**
 * Properties that objects inherit and programs set on them all the same, `error.name = 'X'` above all. A frozen
 * property forbids that on every heir, so these become accessors that define what is set on the heir. Those
 * that V8 has fast paths for (arrays, promises, iterators, regular expressions) stay as they are.
 */
function overridable() {
	const names = Object.getOwnPropertyNames(globalThis).filter((name) => name.endsWith('Error') || name === 'DOMException');
	const classes = [Object, Function, Map, Set, Date, Event, EventTarget, AbortSignal, Headers, Request, Response, URL, URLSearchParams];
	return [...classes, ...names.map((name) => globalThis[name])].map(({ prototype }) => prototype);
}

/**
 * @param {unknown[]} roots
 * @param {Set<object>} [known] not looked into
 * @returns {Set<object>} what is reached from them through properties, accessors and prototypes
 */
export function reachable(roots, known = new Set()) {
	/** @type {Set<object>} */
	const found = new Set();
	const add = (/** @type {unknown} */ value) => {
		if (((typeof value === 'object' && value !== null) || typeof value === 'function') && !known.has(value)) found.add(value);
	};
	roots.forEach(add);
	// what is added while a set is walked is walked too
	for (const object of found) {
		add(Object.getPrototypeOf(object));
		for (const key of Reflect.ownKeys(object)) {
			const { value, get, set } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(object, key));
			[value, get, set].forEach(add);
		}
	}
	return found;
}

/**
 * @param {unknown[]} [more] roots
 * @returns {Set<object>}
 */
export const realm = (more = []) => reachable([globalThis, ...hidden(), ...samples(), ...more]);

/**
 * @param {object} home
 * @returns {unknown[]} the values of its properties, which only its accessors know now
 */
export function let_heirs_override(home) {
	const values = [];
	for (const key of Reflect.ownKeys(home)) {
		const { value, writable, enumerable } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(home, key));
		if (!writable) continue;
		values.push(value);
		Object.defineProperty(home, key, { get: () => value, set: definer(home, key), enumerable });
	}
	return values;
}

/**
 * @param {object} home
 * @param {PropertyKey} key
 */
function definer(home, key) {
	return {
		/** @this {any} */
		set(value) {
			if (this === home) throw new TypeError(`Cannot assign to read only property '${String(key)}' of object`);
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
		// its `lastIndex` must stay writable; those of Svelte's set it before they are used
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

const NOTHING = /^/;

/** The realm as it should be: nobody can change it. */
export class FrozenRealm {
	/** @type {Set<object>} all that is frozen */
	#objects;

	/** @param {object[]} prototypes more whose heirs may override what they inherit */
	constructor(prototypes) {
		this.#objects = realm([...overridable(), ...prototypes].flatMap(let_heirs_override));
		freeze(this.#objects);
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/**
	 * Reset what cannot be frozen: the settings of `Error`, and the text that `RegExp.$1` and its like still hold.
	 *
	 * @returns {boolean} false: a render made that impossible, and the isolate must not be used any more
	 */
	enter() {
		NOTHING.test('');
		return Reflect.set(Error, 'stackTraceLimit', 10) && Reflect.set(Error, 'prepareStackTrace', undefined);
	}

	/** @returns {string[]} what renders have changed */
	places() {
		return [];
	}
}
