import {
	EMPTY_MATCH,
	enable_overrides,
	freeze,
	overridable_prototypes,
	reachable,
	realm_objects
} from './realm.js';

/** A realm that no code can change. */
export class FrozenRealm {
	/** @type {Set<object>} the frozen objects */
	#objects;

	/** @param {object[]} prototypes more prototypes whose properties may be overridden on inheriting objects */
	constructor(prototypes) {
		this.#objects = realm_objects([...overridable_prototypes(), ...prototypes].flatMap(enable_overrides));
		freeze(this.#objects);
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/**
	 * Reset what cannot be frozen: the settings of `Error`, and the last match that `RegExp.$1` and its like refer to.
	 *
	 * @returns {boolean} false: a render has made that impossible, and the isolate must be replaced
	 */
	enter() {
		EMPTY_MATCH.test('');
		return Reflect.set(Error, 'stackTraceLimit', 10) && Reflect.set(Error, 'prepareStackTrace', undefined);
	}

	/** @returns {string[]} the properties that renders have changed */
	changed_properties() {
		return [];
	}
}
