/**
 * `Reflect` for a package that copies the language's builtins from their property descriptors, and then changes its
 * copies: those of a frozen realm would be constants, and some are accessors (../../realm/realm.js).
 */
export const unfrozen_reflect = { ...methods_of(Reflect), getOwnPropertyDescriptor };

/** @param {object} object with methods that are not enumerable */
function methods_of(object) {
	return Object.fromEntries(
		Object.getOwnPropertyNames(object).map((name) => [name, Reflect.get(object, name)])
	);
}

/**
 * @param {object} object
 * @param {PropertyKey} key
 * @returns {PropertyDescriptor | undefined}
 */
function getOwnPropertyDescriptor(object, key) {
	const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
	if (!descriptor) return descriptor;
	const { enumerable, get, set } = descriptor;
	const is_override = get && set && typeof value_of(object, get) === 'function';
	if (get && !is_override) return descriptor;
	const value = get ? value_of(object, get) : descriptor.value;
	return { value, writable: true, enumerable, configurable: true };
}

/**
 * @param {object} object
 * @param {() => unknown} get
 */
function value_of(object, get) {
	try {
		return get.call(object);
	} catch {
		// the accessor is for what inherits from the object
	}
}
