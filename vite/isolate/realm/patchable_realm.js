/** @import { Host } from '../host.js' */
import { freeze, is_method, reachable, realm_objects, reset_settings } from './realm.js';
import { define_undoable_properties } from './undoable.js';

/**
 * No code of a render may run in here, though a render may have replaced any method of any builtin, and given
 * `Object.prototype` or `Array.prototype` any property. So this code calls nothing but functions that it has kept, reads
 * own properties only (what inherits nothing has no others), and never assigns an element of an array: an inherited setter
 * would be called. Changes are linked lists. Nothing is kept on objects that a render can reach.
 */
const {
	apply,
	defineProperty,
	deleteProperty,
	getOwnPropertyDescriptor,
	getPrototypeOf,
	isExtensible,
	ownKeys,
	setPrototypeOf
} = Reflect;
const { hasOwn, is } = Object;
const { get: weak_get, set: weak_set } = WeakMap.prototype;

/**
 * An object of the realm, as it was before any code of the app ran.
 *
 * @typedef {object} Snapshot
 * @property {object} object
 * @property {string} name
 * @property {object | null} prototype
 * @property {boolean} is_extensible
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
 * @property {Change | null} next
 */

/**
 * @typedef {object} PrototypeChange
 * @property {Snapshot} snapshot
 * @property {null} key
 * @property {object | null} after the other prototype
 * @property {Change | null} next
 */

/** @typedef {PropertyChange | PrototypeChange} Change */

/** stands for the order of an object's properties; a render that goes on finds them in the realm's own order */
const ORDER = Symbol('order');

/** how many changed properties are remembered, to be named */
const MAX_CHANGED = 100;

/**
 * so many properties are taken from all objects again; for more it is cheaper to replace the isolate, and the next render,
 * in whose time that happens, is not to blame
 */
const MAX_ADDED = 1_000;

/**
 * A realm whose changes belong to the render that made them: they are undone before anything else runs, and redone when
 * that render goes on. That costs about a millisecond each time, so only apps that need it get such a realm
 * (src/lissome/ssr/renderer.py).
 */
export class PatchableRealm {
	/** @type {Snapshot[]} */
	#snapshots = [];

	/** @type {Set<object>} */
	#objects;

	/** @type {Host | null} the render whose code ran last */
	#current = null;

	/** @type {WeakMap<Host, Change | null>} */
	#changes = new WeakMap();

	/** @type {string[]} */
	#changed = [];

	constructor() {
		this.#objects = realm_objects();
		define_undoable_properties(this.#objects).forEach((each) => this.#objects.add(each));
		const names = names_of_globals();
		// methods can be replaced, but are frozen themselves: they are too many for snapshots
		freeze([...this.#objects].filter(is_method));
		for (const object of this.#objects) {
			const has_fixed_parent = is_derived(object);
			if (has_fixed_parent) Reflect.preventExtensions(object);
			if (has_fixed_parent || isExtensible(object))
				this.#snapshots.push(take_snapshot(object, names.get(object) ?? 'an intrinsic'));
		}
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/**
	 * Undo the changes of the render whose code ran last, before anything else runs.
	 *
	 * @returns {boolean} false: they cannot be undone, and the isolate must be replaced
	 */
	leave() {
		if (this.#current === null) return reset_settings();
		if (count_added(this.#snapshots) > MAX_ADDED) return false;
		const changes = find_changes(this.#snapshots);
		if (!undo(changes)) return false;
		// from here on the realm is what it was before any code of the app ran
		this.#remember(changes);
		apply(weak_set, this.#changes, [this.#current, changes]);
		this.#current = null;
		return reset_settings();
	}

	/**
	 * Redo the changes of a render, before its code goes on.
	 *
	 * @param {Host} host
	 */
	enter(host) {
		this.#current = host;
		redo(apply(weak_get, this.#changes, [host]) ?? null);
	}

	/** @returns {string[]} the properties that renders have changed */
	changed_properties() {
		return this.#changed.toSorted();
	}

	/** @param {Change | null} changes which have been undone */
	#remember(changes) {
		for (let change = changes; change !== null; change = change.next) {
			if (this.#changed.length === MAX_CHANGED) return;
			if (change.key === ORDER) continue;
			const property = `${change.snapshot.name}.${String(change.key ?? '[[Prototype]]')}`;
			if (!this.#changed.includes(property)) this.#changed.push(property);
		}
	}
}

/**
 * True for a class of the prelude with a parent. If that were replaced, private fields could be put onto any object, where
 * nothing can take them back.
 *
 * @param {object} object
 */
function is_derived(object) {
	return (
		typeof object === 'function' &&
		getPrototypeOf(object) !== Function.prototype &&
		/^class\b/.test(Function.prototype.toString.call(object))
	);
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
	return {
		object,
		name,
		prototype: getPrototypeOf(object),
		is_extensible: isExtensible(object),
		keys,
		descriptors
	};
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

/** @param {Snapshot[]} snapshots */
function count_added(snapshots) {
	let count = 0;
	for (let i = 0; i < snapshots.length && count <= MAX_ADDED; i += 1) {
		const added = ownKeys(snapshots[i].object).length - snapshots[i].keys.length;
		if (added > 0) count += added;
	}
	return count;
}

/**
 * @param {Snapshot[]} snapshots
 * @returns {Change | null}
 */
function find_changes(snapshots) {
	/** @type {Change | null} */
	let changes = null;
	for (let i = 0; i < snapshots.length; i += 1) changes = changes_of(snapshots[i], changes);
	return changes;
}

/**
 * @param {Snapshot} snapshot
 * @param {Change | null} next the changes of other objects
 * @returns {Change | null}
 */
function changes_of(snapshot, next) {
	const { object, prototype, is_extensible, keys, descriptors } = snapshot;
	const now = ownKeys(object);
	// it is undone last, after those that follow
	let changes = is_reordered(now, snapshot) ? { snapshot, key: ORDER, after: undefined, next } : next;
	for (let i = 0; i < now.length; i += 1) {
		const key = now[i];
		if (!is_same(descriptors[key], getOwnPropertyDescriptor(object, key)))
			changes = { snapshot, key, after: descriptor(object, key), next: changes };
	}
	for (let i = 0; i < keys.length; i += 1) {
		const key = keys[i];
		if (getOwnPropertyDescriptor(object, key) === undefined)
			changes = { snapshot, key, after: undefined, next: changes };
	}
	const other = getPrototypeOf(object);
	// an object that was made inextensible cannot be repaired: undo() returns false for it
	if (other !== prototype || isExtensible(object) !== is_extensible)
		changes = { snapshot, key: null, after: other, next: changes };
	return changes;
}

/**
 * True if properties were deleted, and are or will be defined again behind others.
 *
 * @param {PropertyKey[]} now
 * @param {Snapshot} snapshot
 */
function is_reordered(now, { keys, descriptors }) {
	let position = 0;
	for (let i = 0; i < now.length; i += 1) {
		if (descriptors[now[i]] === undefined) continue;
		if (now[i] !== keys[position]) return true;
		position += 1;
	}
	return false;
}

/**
 * @param {Snapshot} snapshot whose object has the properties of then
 * @returns {boolean} false: a property that cannot be deleted, such as `NaN` of the global object, is in the way
 */
function restore_order(snapshot) {
	const { object, keys, descriptors } = snapshot;
	const now = ownKeys(object);
	let first = 0;
	while (first < keys.length && first < now.length && now[first] === keys[first]) first += 1;
	for (let i = first; i < keys.length; i += 1)
		if (deleteProperty(object, keys[i])) defineProperty(object, keys[i], descriptors[keys[i]]);
	return !is_reordered(ownKeys(object), snapshot);
}

/**
 * @param {PropertyDescriptor | undefined} before it inherits nothing
 * @param {PropertyDescriptor | undefined} now it inherits from Object.prototype
 */
function is_same(before, now) {
	if (before === undefined || now === undefined) return false;
	const is_equal = hasOwn(now, 'value')
		? hasOwn(before, 'value') && is(before.value, now.value) && before.writable === now.writable
		: !hasOwn(before, 'value') && before.get === now.get && before.set === now.set;
	return is_equal && before.enumerable === now.enumerable && before.configurable === now.configurable;
}

/**
 * @param {Change | null} changes
 * @returns {boolean} true if all could be undone
 */
function undo(changes) {
	for (let change = changes; change !== null; change = change.next) {
		const { snapshot, key } = change;
		if (isExtensible(snapshot.object) !== snapshot.is_extensible) return false;
		const done =
			key === null
				? setPrototypeOf(snapshot.object, snapshot.prototype)
				: key === ORDER
					? restore_order(snapshot)
					: set_property(snapshot.object, key, snapshot.descriptors[key]);
		if (!done) return false;
	}
	return true;
}

/** @param {Change | null} changes */
function redo(changes) {
	for (let change = changes; change !== null; change = change.next) {
		const { snapshot, key, after } = change;
		if (key === null) setPrototypeOf(snapshot.object, /** @type {object | null} */ (after));
		else if (key !== ORDER)
			set_property(snapshot.object, key, /** @type {PropertyDescriptor | undefined} */ (after));
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
