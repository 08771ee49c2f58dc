/**
 * Define globals as engines do: not enumerable, and classes with their names, which minifying has shortened.
 *
 * @param {Record<string, unknown>} globals
 */
export function expose(globals) {
	for (const [name, value] of Object.entries(globals)) {
		if (typeof value === 'function')
			Object.defineProperty(value, 'name', { value: name, configurable: true });
		Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
	}
}
