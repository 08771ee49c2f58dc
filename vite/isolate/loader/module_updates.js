/** @import { Definition } from './loader.js' */

/**
 * What `lissome dev` sends into V8 before a render: modules that it does not have yet, or that have changed.
 *
 * @typedef {object} Update
 * @property {Array<Omit<Definition, 'run'> & { number: number, source: string }>} modules
 * @property {Record<string, number>} entries
 * @property {number[]} shared
 */

/**
 * Makes the function that takes updates. Its own text is put into the script for V8, as that of the loader, whose
 * tables it changes. A production bundle has all its modules from the start.
 *
 * @param {Definition[]} definitions
 * @param {Record<string, number>} entries
 * @param {number[]} shared
 */
export function definer(definitions, entries, shared) {
	// kept, because an app may put something else into its place; and called so, it sees nothing but globals
	const evaluate = eval;
	return (/** @type {Update} */ update) => {
		for (const { number, source, ...facts } of update.modules) definitions[number] = { ...facts, run: evaluate(source) };
		Object.assign(entries, update.entries);
		shared.push(...update.shared);
	};
}
