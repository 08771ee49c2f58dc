/** @param {string} message */
export const clone_error = (message) => new DOMException(message, 'DataCloneError');

/** classes that are no globals by themselves */
const NAMESPACES = Object.freeze([globalThis, Intl, WebAssembly]);
const ASYNC_ITERATOR = Object.getPrototypeOf(
	Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()))
);

/**
 * What of the language or of the platform an object is. It has state that its properties do not show, so it cannot be
 * cloned. (Objects of an app's own classes can.)
 *
 * @param {object} value
 * @returns {string | null} null if it is an ordinary object
 */
export function refused(value) {
	for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
		if (at === Object.prototype) break;
		if (at === ASYNC_ITERATOR) return 'an asynchronous iterator';
		const type = Object.hasOwn(at, 'constructor') ? at.constructor : null;
		if (typeof type === 'function' && NAMESPACES.some((each) => Reflect.get(each, type.name) === type))
			return `an object of the class ${type.name}`;
	}
	return null;
}
