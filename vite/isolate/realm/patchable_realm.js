/** @import { Host } from '../host.js' */
import { EMPTY_MATCH, enable_overrides, freeze, reachable, realm_objects } from './realm.js';

/**
 * An app may have replaced any method of any builtin when this code runs, so it calls none: it uses syntax, and
 * functions that it has kept. Descriptors get no prototype, because an app may have given `Object.prototype` a property
 * named `get`.
 */
const {
	defineProperty,
	deleteProperty,
	getOwnPropertyDescriptor,
	getPrototypeOf,
	isExtensible,
	ownKeys,
	setPrototypeOf
} = Reflect;
const { is } = Object;

/**
 * An object of the realm, as it was before any code of the app ran.
 *
 * @typedef {object} Snapshot
 * @property {object} object
 * @property {string} name
 * @property {object | null} prototype
 * @property {PropertyKey[]} keys
 * @property {Record<PropertyKey, PropertyDescriptor>} descriptors
 */

/**
 * A difference between an object of the realm and its snapshot.
 *
 * @typedef {object} PropertyChange
 * @property {Snapshot} snapshot
 * @property {PropertyKey} key
 * @property {PropertyDescriptor | undefined} after undefined if the property was deleted
 */

/**
 * @typedef {object} PrototypeChange
 * @property {Snapshot} snapshot
 * @property {null} key
 * @property {object | null} after the other prototype
 */

/** @typedef {PropertyChange | PrototypeChange} Change */

/**
 * A realm whose changes belong to the render that made them: they are undone before anything else runs, and redone when
 * that render goes on. That costs about a millisecond each time, so only apps that need it get such a realm
 * (src/lissome/ssr/renderer.py).
 */
export class PatchableRealm {
	/** @type {Snapshot[]} */
	#snapshots = [];

	/** @type {Set<object>} */
	#objects = realm_objects();

	/** @type {Host | null} the render whose code ran last */
	#current = null;

	/** @type {string[]} */
	#changed = [];

	/** @param {object[]} prototypes of lissome's own whose properties may be overridden on inheriting objects */
	constructor(prototypes) {
		freeze(reachable(prototypes.flatMap(enable_overrides), this.#objects));
		const names = names_of_globals();
		// methods can be replaced, but are frozen themselves: they are too many for snapshots
		freeze([...this.#objects].filter(is_method));
		for (const object of this.#objects) {
			if (isExtensible(object))
				this.#snapshots.push(take_snapshot(object, names.get(object) ?? 'an intrinsic'));
		}
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/**
	 * Prepare the realm for a render's code: no changes but its own are there.
	 *
	 * @param {Host | null} host
	 * @returns {boolean} false: changes cannot be undone, and the isolate must be replaced
	 */
	enter(host) {
		const changes = find_changes(this.#snapshots);
		if (changes !== null && !undo(changes)) return false;
		if (changes !== null) this.#remember(changes);
		if (this.#current !== null) this.#current.patches = changes;
		this.#current = host;
		EMPTY_MATCH.test(''); // resets the last match that RegExp.$1 and its like refer to
		if (host !== null && host.patches !== null) redo(host.patches);
		return true;
	}

	/** @returns {string[]} the properties that renders have changed */
	changed_properties() {
		return this.#changed;
	}

	/** @param {Change[]} changes which have been undone */
	#remember(changes) {
		for (const { snapshot, key } of changes) {
			const property = `${snapshot.name}.${String(key ?? '[[Prototype]]')}`;
			if (!this.#changed.includes(property)) this.#changed.push(property);
		}
	}
}

/** @param {object} object */
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
 * @returns {Snapshot}
 */
function take_snapshot(object, name) {
	const keys = ownKeys(object);
	const descriptors = /** @type {Snapshot['descriptors']} */ (/** @type {unknown} */ ({ __proto__: null }));
	for (const key of keys) descriptors[key] = /** @type {PropertyDescriptor} */ (descriptor(object, key));
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
 * @param {Snapshot[]} snapshots
 * @returns {Change[] | null}
 */
function find_changes(snapshots) {
	/** @type {Change[] | null} */
	let changes = null;
	for (let i = 0; i < snapshots.length; i += 1) {
		const own = changes_of(snapshots[i]);
		if (own === null) continue;
		for (let j = 0; j < own.length; j += 1) changes = append(changes, own[j]);
	}
	return changes;
}

/**
 * @param {Snapshot} snapshot
 * @returns {Change[] | null}
 */
function changes_of(snapshot) {
	const { object, prototype, keys, descriptors } = snapshot;
	/** @type {Change[] | null} */
	let changes = null;
	const now = ownKeys(object);
	for (let i = 0; i < now.length; i += 1) {
		const key = now[i];
		if (is_same(descriptors[key], getOwnPropertyDescriptor(object, key))) continue;
		changes = append(changes, { snapshot, key, after: descriptor(object, key) });
	}
	for (let i = 0; i < keys.length; i += 1) {
		const key = keys[i];
		if (getOwnPropertyDescriptor(object, key) === undefined)
			changes = append(changes, { snapshot, key, after: undefined });
	}
	const other = getPrototypeOf(object);
	// an object that was made inextensible cannot be repaired: undo() returns false for it
	if (other !== prototype || !isExtensible(object))
		changes = append(changes, { snapshot, key: null, after: other });
	return changes;
}

/**
 * Append without `push`, which the app may have replaced.
 *
 * @param {Change[] | null} changes
 * @param {Change} change
 */
function append(changes, change) {
	const list = changes ?? [];
	list[list.length] = change;
	return list;
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
 * @returns {boolean} true if all could be undone
 */
function undo(changes) {
	for (let i = 0; i < changes.length; i += 1) {
		const { snapshot, key } = changes[i];
		if (!isExtensible(snapshot.object)) return false;
		const done =
			key === null
				? setPrototypeOf(snapshot.object, snapshot.prototype)
				: set_property(snapshot.object, key, snapshot.descriptors[key]);
		if (!done) return false;
	}
	return true;
}

/** @param {Change[]} changes */
function redo(changes) {
	for (let i = 0; i < changes.length; i += 1) {
		const { snapshot, key, after } = changes[i];
		if (key === null) setPrototypeOf(snapshot.object, /** @type {object | null} */ (after));
		else set_property(snapshot.object, key, /** @type {PropertyDescriptor | undefined} */ (after));
	}
}

/**
 * @param {object} object
 * @param {PropertyKey} key
 * @param {PropertyDescriptor | undefined} value
 * @returns {boolean}
 */
function set_property(object, key, value) {
	return value === undefined ? deleteProperty(object, key) : defineProperty(object, key, value);
}
