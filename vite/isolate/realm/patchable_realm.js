/** @import { Host } from '../host.js' */
import { freeze, let_heirs_override, reachable, realm } from './realm.js';

/**
 * An app may have replaced any method of any builtin when this code runs, so it calls none: it uses syntax, and
 * functions that it has kept. Descriptors have no prototype, because somebody may have given `Object.prototype`
 * a property named `get`.
 */
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, isExtensible, ownKeys, setPrototypeOf } = Reflect;
const { is } = Object;

/**
 * @typedef {object} Watched
 * @property {any} object
 * @property {string} name
 * @property {object | null} prototype
 * @property {PropertyKey[]} keys
 * @property {Record<PropertyKey, PropertyDescriptor>} descriptors
 */

/**
 * @typedef {object} Change
 * @property {Watched} watched
 * @property {PropertyKey | null} key null: the prototype is another one
 * @property {any} after the descriptor, undefined when there is none any more; or the prototype
 */

/**
 * A realm that may be changed. Changes belong to the render that made them: they are taken back before anything
 * else runs, and put back when that render goes on. That costs about a millisecond each time, so only apps that
 * cannot do without get such a realm (src/lissome/ssr/engines.py).
 */
export class PatchableRealm {
	/** @type {Watched[]} */
	#watched = [];

	/** @type {Set<object>} */
	#objects = realm();

	/** @type {Host | null} whose code ran last */
	#turn = null;

	/** @type {string[]} */
	#places = [];

	/** @param {object[]} prototypes of ours whose heirs may override what they inherit */
	constructor(prototypes) {
		freeze(reachable(prototypes.flatMap(let_heirs_override), this.#objects));
		const names = names_of_globals();
		// of methods only the places where they are can be changed, not they themselves: those are too many to watch
		freeze([...this.#objects].filter(is_method));
		for (const object of this.#objects) {
			if (isExtensible(object)) this.#watched.push(watch(object, names.get(object) ?? 'an intrinsic'));
		}
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/**
	 * Let a render's code run, in a realm in which only its own changes are.
	 *
	 * @param {Host | null} host
	 * @returns {boolean} false: changes cannot be taken back, and the isolate must not be used any more
	 */
	enter(host) {
		const changes = find_changes(this.#watched);
		if (changes !== null && !undo(changes)) return false;
		if (changes !== null) this.#remember(changes);
		if (this.#turn !== null) this.#turn.patches = changes;
		this.#turn = host;
		/^/.test(''); // what RegExp.$1 and its like hold
		if (host !== null && host.patches !== null) redo(host.patches);
		return true;
	}

	/** @returns {string[]} what renders have changed */
	places() {
		return this.#places;
	}

	/** @param {Change[]} changes which have been taken back */
	#remember(changes) {
		for (const { watched, key } of changes) {
			const place = `${watched.name}.${String(key ?? '[[Prototype]]')}`;
			if (!this.#places.includes(place)) this.#places.push(place);
		}
	}
}

/** @param {any} object */
function is_method(object) {
	return typeof object === 'function' && !Object.hasOwn(object, 'prototype') && object !== Function.prototype;
}

/** @returns {Map<object, string>} */
function names_of_globals() {
	const names = new Map();
	for (const name of Object.getOwnPropertyNames(globalThis)) {
		const { value } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(globalThis, name));
		if (Object(value) !== value) continue;
		names.set(value, name);
		if (value.prototype) names.set(value.prototype, `${name}.prototype`);
	}
	return names.set(globalThis, 'globalThis');
}

/**
 * @param {object} object
 * @param {string} name
 * @returns {Watched}
 */
function watch(object, name) {
	const keys = ownKeys(object);
	const descriptors = /** @type {any} */ ({ __proto__: null });
	for (const key of keys) descriptors[key] = descriptor(object, key);
	return { object, name, prototype: getPrototypeOf(object), keys, descriptors };
}

/**
 * @param {object} object
 * @param {PropertyKey} key
 */
function descriptor(object, key) {
	const found = getOwnPropertyDescriptor(object, key);
	if (found !== undefined) setPrototypeOf(found, null);
	return found;
}

/**
 * @param {Watched[]} watched
 * @returns {Change[] | null}
 */
function find_changes(watched) {
	let changes = null;
	for (let i = 0; i < watched.length; i += 1) {
		const own = changes_of(watched[i]);
		for (let j = 0; own !== null && j < own.length; j += 1) (changes ??= [])[changes.length] = own[j];
	}
	return changes;
}

/**
 * @param {Watched} watched
 * @returns {Change[] | null}
 */
function changes_of(watched) {
	const { object, prototype, keys, descriptors } = watched;
	/** @type {Change[] | null} */
	let changes = null;
	const now = ownKeys(object);
	for (let i = 0; i < now.length; i += 1) {
		const key = now[i];
		if (is_same(descriptors[key], getOwnPropertyDescriptor(object, key))) continue;
		(changes ??= [])[changes.length] = { watched, key, after: descriptor(object, key) };
	}
	for (let i = 0; i < keys.length; i += 1) {
		const key = keys[i];
		if (getOwnPropertyDescriptor(object, key) === undefined) (changes ??= [])[changes.length] = { watched, key, after: undefined };
	}
	const other = getPrototypeOf(object);
	// one that was made inextensible cannot be mended: undo() will find that out
	if (other !== prototype || !isExtensible(object)) (changes ??= [])[changes.length] = { watched, key: null, after: other };
	return changes;
}

/**
 * @param {PropertyDescriptor | undefined} a
 * @param {PropertyDescriptor | undefined} b
 */
function is_same(a, b) {
	return (
		a !== undefined &&
		b !== undefined &&
		is(a.value, b.value) &&
		a.get === b.get &&
		a.set === b.set &&
		a.writable === b.writable &&
		a.enumerable === b.enumerable &&
		a.configurable === b.configurable
	);
}

/**
 * @param {Change[]} changes
 * @returns {boolean} whether all could be taken back
 */
function undo(changes) {
	for (let i = 0; i < changes.length; i += 1) {
		const { watched, key } = changes[i];
		if (!isExtensible(watched.object)) return false;
		const before = key === null ? watched.prototype : watched.descriptors[key];
		if (!apply(watched.object, key, before)) return false;
	}
	return true;
}

/** @param {Change[]} changes */
function redo(changes) {
	for (let i = 0; i < changes.length; i += 1) apply(changes[i].watched.object, changes[i].key, changes[i].after);
}

/**
 * @param {object} object
 * @param {PropertyKey | null} key
 * @param {any} value
 * @returns {boolean}
 */
function apply(object, key, value) {
	if (key === null) return setPrototypeOf(object, value);
	return value === undefined ? deleteProperty(object, key) : defineProperty(object, key, value);
}
