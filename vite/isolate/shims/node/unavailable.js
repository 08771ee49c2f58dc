import { with_code } from './node_error.js';

/**
 * Throws: the function cannot work in V8.
 *
 * @callback Throwing
 * @param {string} path such as `fs.readFile`
 * @param {unknown} [is_new] `new.target`
 * @returns {never}
 */

/**
 * Make the function that throws for all of a module's functions.
 *
 * @param {string} reason
 * @returns {Throwing}
 */
export const unavailable = (reason) => (path, is_new) => {
	throw with_code(
		new Error(`${is_new ? 'new ' : ''}${path}() was called while rendering: ${reason}`),
		'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'
	);
};

/**
 * Make a class of a function. It can be extended, with `class` or as functions were before.
 *
 * @param {any} made any: the function
 * @param {object} prototype its members
 * @param {any} parent any: another class, or null
 * @param {object} statics
 */
export function as_class(made, prototype, parent, statics) {
	Object.defineProperty(prototype, 'constructor', { value: made, writable: true, configurable: true });
	if (parent) Object.setPrototypeOf(prototype, parent.prototype);
	made.prototype = prototype;
	return Object.assign(made, statics);
}

/**
 * Give what can work of a module the names that it lacks.
 *
 * @param {any} known any: what a shim has made
 * @param {Record<string, any>} members any: all that Node's module exports, each of which throws when it is called
 */
export function complete(known, members) {
	for (const name of Object.keys(members)) {
		const value = members[name];
		if (!(name in known)) known[name] = value === members ? known : value;
		else if (value !== members && is_plain(value) && is_plain(known[name])) complete(known[name], value);
	}
	return known;
}

/**
 * True for objects that were made here: others, such as `crypto`, are the realm's.
 *
 * @param {unknown} value
 */
const is_plain = (value) =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
