/** what a property descriptor can have besides `configurable` */
const FIELDS = Object.freeze(['enumerable', 'value', 'writable', 'get', 'set']);

/**
 * Let the functions that define properties define configurable ones on objects of the realm, whatever a program asks for:
 * others could not be deleted afterwards, and the isolate would be lost. Programs ask for them without need (bluebird gives
 * `Error` such a property). They cannot tell, as long as they do not try to define it a second time.
 *
 * It runs no code of a render but what a descriptor itself has, as V8's functions do.
 *
 * @param {Set<object>} objects of the realm
 * @returns {object[]} the functions, which are in the place of V8's now
 */
export function define_undoable_properties(objects) {
	const { apply, defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
	const { create, defineProperty: define } = Object;
	const { has } = Set.prototype;

	/** @param {unknown} target @param {PropertyKey} key @param {any} attributes any: what the program gives */
	function undoable(target, key, attributes) {
		if (!apply(has, objects, [target]) || Object(attributes) !== attributes) return attributes;
		const before = getOwnPropertyDescriptor(/** @type {object} */ (target), key);
		if (before !== undefined && !before.configurable) return attributes;
		const made = create(null);
		for (let i = 0; i < FIELDS.length; i += 1) {
			if (FIELDS[i] in attributes) made[FIELDS[i]] = attributes[FIELDS[i]];
		}
		made.configurable = true;
		return made;
	}

	const replacements = {
		/** @param {any} target @param {PropertyKey} key @param {any} attributes any: V8 checks them */
		defineProperty: (target, key, attributes) => define(target, key, undoable(target, key, attributes)),
		/** @param {any} target @param {any} properties any: V8 checks them */
		defineProperties(target, properties) {
			const keys = ownKeys(properties);
			for (let i = 0; i < keys.length; i += 1) {
				if (getOwnPropertyDescriptor(properties, keys[i])?.enumerable)
					define(target, keys[i], undoable(target, keys[i], properties[keys[i]]));
			}
			return target;
		}
	};
	const reflected = {
		/** @param {any} target @param {PropertyKey} key @param {any} attributes any: V8 checks them */
		defineProperty: (target, key, attributes) =>
			defineProperty(target, key, undoable(target, key, attributes))
	};
	Object.assign(Object, replacements);
	Object.assign(Reflect, reflected);
	return [...Object.values(replacements), reflected.defineProperty];
}
