/** What the prelude calls the constructors with of classes that nobody else may construct. */
export const OWN = Symbol('own');

/**
 * @param {unknown} key
 * @throws {TypeError} if the caller is not the prelude
 */
export function require_own(key) {
	if (key !== OWN) throw new TypeError('Illegal constructor');
}
