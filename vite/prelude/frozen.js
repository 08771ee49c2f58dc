/**
 * Freeze a table that renders share, and the tables in it: in a patchable realm a program may replace the methods that look
 * things up in it, and would be given it. For the same reason patterns are made for each call.
 *
 * @template T
 * @param {T} table of objects and arrays
 * @returns {T}
 */
export function frozen(table) {
	for (const value of Object.values(/** @type {object} */ (table)))
		if (typeof value === 'object' && value !== null) frozen(value);
	return Object.freeze(table);
}
