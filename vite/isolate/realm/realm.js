/**
 * The realm: everything that the scripts of one isolate share, from `Array.prototype` to the Web APIs of the prelude.
 * Renders share it, so none may change it. It is frozen once (frozen_realm.js), which costs a render nothing. An app that
 * has to change it gets a realm that takes changes back (patchable_realm.js).
 *
 * No code of an app has run when these functions are called.
 */

const error = Error;
const array_prototype = Array.prototype;

/** its match is what `RegExp.$1` and its like refer to afterwards: nothing */
const EMPTY_MATCH = /^/;

/** The properties of `Error` that stay writable, because V8 reads them from it, and libraries set them. */
const ERROR_SETTINGS = ['stackTraceLimit', 'prepareStackTrace'];

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

/** Objects of the Web APIs: they refer to classes and functions that have no global name. */
function web_api_samples() {
	const search = new URLSearchParams('a=b');
	return [
		new URL('http://x'),
		search,
		search.entries(),
		new Headers().entries(),
		new EventTarget(),
		new Event('x'),
		new AbortController(),
		crypto.subtle,
		new TextEncoder(),
		new TextDecoder(),
		...stream_samples(),
		...file_samples()
	];
}

function stream_samples() {
	if (typeof ReadableStream === 'undefined') return [];
	const source = { type: /** @type {const} */ ('bytes'), autoAllocateChunkSize: 1 };
	const streams = [
		new ReadableStream(),
		new ReadableStream(source),
		/** @type {any} */ (ReadableStream).from([])
	];
	const readers = streams.map((stream, i) => stream.getReader(i === 1 ? { mode: 'byob' } : undefined));
	const transform = new TransformStream();
	const writable = new WritableStream();
	return [
		...streams,
		...readers,
		new ReadableStream().values(),
		...new ReadableStream().tee(),
		transform,
		writable.getWriter(),
		writable,
		...[CountQueuingStrategy, ByteLengthQueuingStrategy]
			.map((type) => new type({ highWaterMark: 1 }))
			.flatMap((strategy) => [strategy, strategy.size]), // which is behind a getter
		new TextDecoderStream(),
		new TextEncoderStream()
	];
}

function file_samples() {
	if (typeof FormData === 'undefined') return [];
	const form = new FormData();
	form.append('a', new Blob(['x']));
	return [form, form.entries(), form.get('a'), new Blob(['x']).stream()];
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
			const property = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(object, key));
			if ('value' in property) add(property.value);
			else {
				add(property.get);
				add(property.set);
			}
		}
	}
	return found;
}

/**
 * The objects of the realm. Of what instances of the Web APIs refer to, it is what two of a kind have in common.
 *
 * @returns {Set<object>}
 */
export function realm_objects() {
	const objects = reachable([globalThis, ...hidden_intrinsics()]);
	const others = reachable(web_api_samples(), objects);
	for (const object of reachable(web_api_samples(), objects)) if (others.has(object)) objects.add(object);
	return objects;
}

/**
 * Make accessors of the writable properties of everything that objects may inherit from, so that programs can set
 * properties of these names on inheriting objects (`error.name = …`, `format.toString = …`): what is set is defined on the
 * inheriting object. If such a property were frozen, the assignment would be refused (the override mistake).
 *
 * @param {Iterable<object>} objects
 * @param {string[] | null} names those that are made accessors where V8 is fastest with plain properties
 *   (build/overridden_names.js); null: all
 * @returns {Function[]} the accessors' functions
 */
export function enable_overrides(objects, names = null) {
	const is_plain = (/** @type {object} */ object, /** @type {PropertyKey} */ key) =>
		names !== null &&
		PLAIN.has(object) &&
		!names.includes(name_of(key)) &&
		!(object === Iterator.prototype && names.includes('@@iterator'));
	return [...objects]
		.filter((object) => object !== globalThis && !is_method(object))
		.flatMap((object) => {
			const keys = Reflect.ownKeys(object).filter(
				(key) =>
					!(object === Error && ERROR_SETTINGS.includes(/** @type {string} */ (key))) &&
					!is_plain(object, key)
			);
			return keys.flatMap((key) => enable_override(object, key));
		});
}

/**
 * What V8 is fastest with as long as its properties are plain: then it knows, for example, what `[...list]` will do.
 *
 * @type {Set<object>}
 */
const PLAIN = new Set([
	...[Array, Map, Promise, RegExp, Set, String].map(({ prototype }) => prototype),
	...[Uint8Array, [].values(), new Map().values(), new Set().values(), ''[Symbol.iterator]()].map((each) =>
		Object.getPrototypeOf(typeof each === 'function' ? each.prototype : each)
	),
	Iterator.prototype,
	Promise
]);

/** @param {PropertyKey} key */
const name_of = (key) => (typeof key === 'symbol' ? `${key.description}` : String(key));

/** @param {object} object */
export function is_method(object) {
	return typeof object === 'function' && !Object.hasOwn(object, 'prototype') && object !== Function.prototype;
}

/**
 * @param {object} prototype
 * @param {PropertyKey} key
 * @returns {Function[]} the functions of the accessor, if it is one now
 */
function enable_override(prototype, key) {
	const { value, writable, enumerable, configurable } = /** @type {PropertyDescriptor} */ (
		Object.getOwnPropertyDescriptor(prototype, key)
	);
	if (!writable || !configurable) return [];
	// libraries that keep builtins by their descriptors (get-intrinsic, and with it qs) look for the value here
	const get = Object.assign(() => value, { originalValue: value });
	const set = overriding_setter(prototype, key);
	Object.defineProperty(prototype, key, { get, set, enumerable });
	return [get, set];
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
 * @param {boolean} [keeps_length] true if `Array.prototype.length` stays writable, so that what inherits from it without
 *   being an array can have a length of its own: an array's cannot be an accessor
 */
export function freeze(objects, keeps_length = true) {
	for (const object of objects) {
		if (object === Error) freeze_except(object, ERROR_SETTINGS);
		else if (object === Array.prototype && keeps_length) freeze_except(object, ['length']);
		// `lastIndex` must stay writable; Svelte's regular expressions set it before they are used
		else if (object instanceof RegExp) Object.seal(object);
		else Object.freeze(object);
	}
}

/**
 * Reset what cannot be frozen: settings, and the last match that `RegExp.$1` and its like refer to.
 *
 * @param {boolean} [keeps_length] see `freeze`
 * @returns {boolean} false: a render has made that impossible
 */
export function reset_settings(keeps_length = true) {
	EMPTY_MATCH.test('');
	try {
		error.stackTraceLimit = 10;
		error.prepareStackTrace = undefined;
		if (keeps_length) array_prototype.length = 0;
		return true;
	} catch {
		return false; // one of them can no longer be written
	}
}

/**
 * Freeze all properties but some. V8 takes it for a change of each, and no longer knows what `[...list]` will do if the
 * object is `Array.prototype`; it knows after `Object.freeze`. The settings must be properties of `Error` by then, since
 * V8 has the one for `prepareStackTrace` only once it has been set.
 *
 * @param {object} object
 * @param {string[]} names
 */
function freeze_except(object, names) {
	reset_settings();
	for (const key of Reflect.ownKeys(object)) {
		const { writable } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(object, key));
		const stays = names.includes(/** @type {string} */ (key));
		Object.defineProperty(object, key, { configurable: false, ...(writable && { writable: stays }) });
	}
	Object.preventExtensions(object);
}
