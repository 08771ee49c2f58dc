import { enable_overrides, freeze, reachable, realm_objects, reset_settings } from './realm.js';

/** A realm that no code can change. */
export class FrozenRealm {
	/** @type {Set<object>} the frozen objects */
	#objects;

	/** @param {string[] | null} names of methods that may be overridden on arrays and strings; null: all */
	constructor(names) {
		this.#objects = realm_objects(enable_overrides(realm_objects(), names));
		freeze(this.#objects);
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/** @returns {boolean} false: a render has left something that cannot be reset, and the isolate must be replaced */
	leave() {
		return reset_settings();
	}

	/** The realm is the same for all renders. */
	enter() {}

	/** @returns {string[]} the properties that renders have changed */
	changed_properties() {
		return [];
	}
}
