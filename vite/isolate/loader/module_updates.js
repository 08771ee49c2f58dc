/** @import { Definition } from './types.js' */

/**
 * The update that `lissome dev` sends to an isolate before a render: modules that it lacks, or that have changed.
 *
 * @typedef {object} ModuleUpdate
 * @property {Array<Omit<Definition, 'run'> & { number: number, source: string }>} modules
 * @property {Record<string, number>} entries numbers of entries, by name
 * @property {number[]} shared numbers of modules that become shared
 */

/**
 * Make the function that takes updates. The text of `create_updater` is put into the script for V8, like that of the
 * loader, whose tables it changes. A production bundle has all its modules from the start.
 *
 * @param {Definition[]} definitions
 * @param {Record<string, number>} entries
 * @param {number[]} shared
 */
export function create_updater(definitions, entries, shared) {
	// kept, because an app may replace the global; and called by another name, it sees nothing but globals
	// oxlint-disable-next-line no-eval -- modules of the app, which Vite has transformed
	const evaluate = eval;
	return (/** @type {ModuleUpdate} */ update) => {
		for (const { number, source, ...facts } of update.modules)
			definitions[number] = { ...facts, run: evaluate(source) };
		Object.assign(entries, update.entries);
		shared.push(...update.shared);
	};
}
