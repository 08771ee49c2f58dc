/**
 * True if two values, which the package `assert` has taken for equal, are so in what it cannot see: slots and private
 * fields.
 *
 * @param {any} a any: whatever is compared
 * @param {any} b any: of the same structure
 * @param {Set<object>} [seen]
 * @returns {boolean}
 */
export function has_same_hidden_values(a, b, seen = new Set()) {
	if (a === b || typeof a !== 'object' || a === null || seen.has(a)) return true;
	seen.add(a);
	if (a instanceof URL) return a.href === b.href;
	if (a instanceof RegExp) return a.lastIndex === b.lastIndex;
	if (a instanceof WeakMap || a instanceof WeakSet || a instanceof Promise) return false;
	if (ArrayBuffer.isView(a)) return true;
	if (a instanceof Map)
		return [...a].every(([key, value]) => !b.has(key) || has_same_hidden_values(value, b.get(key), seen));
	return Object.keys(a).every((key) => has_same_hidden_values(a[key], b[key], seen));
}
