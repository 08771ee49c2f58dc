import { enable_overrides, freeze, reachable, realm_objects, reset_settings } from './realm.js';

/** A realm that no code can change. */
export class FrozenRealm {
	/** @type {Set<object>} the frozen objects */
	#objects;

	/** see `freeze` in realm.js */
	#keeps_length;

	/** @param {string[] | null} names that the app may override where V8 is fastest with plain properties; null: all */
	constructor(names) {
		this.#keeps_length = names === null || names.includes('length');
		this.#objects = realm_objects();
		for (const accessor of enable_overrides(this.#objects, names)) this.#objects.add(accessor);
		freeze(this.#objects, this.#keeps_length);
	}

	/** @param {unknown[]} roots of what renders share besides the realm */
	freeze(roots) {
		freeze(reachable(roots, this.#objects));
	}

	/** @returns {boolean} false: a render has left something that cannot be reset, and the isolate must be replaced */
	leave() {
		return reset_settings(this.#keeps_length);
	}

	/** The realm is the same for all renders. */
	enter() {}

	/** @returns {string[]} the properties that renders have changed */
	changed_properties() {
		return [];
	}
}
