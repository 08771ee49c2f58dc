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
	const { enumerable, get } = descriptor;
	const is_override = get && Object.hasOwn(get, 'originalValue');
	if (get && !is_override) return descriptor;
	// the package's copy of this function must find the constructors of objects
	const is_itself = object === Object && key === 'getOwnPropertyDescriptor';
	const value = is_itself ? getOwnPropertyDescriptor : value_of(descriptor);
	return { value, writable: true, enumerable, configurable: true };
}

/** @param {PropertyDescriptor} descriptor of a value, or of an accessor of a frozen realm */
const value_of = ({ get, value }) => (get ? /** @type {any} */ (get).originalValue : value);
