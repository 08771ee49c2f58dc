import { loader } from '../isolate/loader/loader.js';
import { namespaces } from '../isolate/loader/namespaces.js';
import { sync_loader } from '../isolate/loader/sync_loader.js';
import { with_internals } from './module_internals.js';
import { function_text } from './module_function.js';

/**
 * A module of the script: a chunk of the bundle, or in dev a module by itself.
 *
 * @typedef {object} Packable
 * @property {string} name for people who look into the script
 * @property {string} code the body of its function (module_function.js)
 * @property {any} map
 * @property {Record<string, number>} links the modules that it imports, by specifier
 * @property {number[]} imports those that it imports statically
 * @property {boolean} is_async whether it, or one of those, awaits at its top
 * @property {boolean} awaits whether it does so itself
 * @property {string | null} path of its `import.meta.url`
 */

/**
 * Pack modules into one script whose value is `enter`. Each becomes a function that V8 compiles once; a module
 * graph is made by calling those that a render needs, so a fresh graph costs the same however large the app is.
 *
 * @param {Packable[]} modules
 * @param {Record<string, number>} entries by name; `dispatcher` is the one that answers messages
 * @param {number[]} shared modules that all graphs have in common
 * @param {string} name what V8 calls the script in stacks
 * @param {(starts: number[]) => string} more the rest of the arguments of gate.js, as expressions; told the line
 *   (0-based) at which each module begins
 * @param {boolean} [is_whole] whether no other modules will be added: those of a build
 * @returns {{ code: string, map: object }} the script, and a source map for tools
 */
export function pack(modules, entries, shared, name, more, is_whole = false) {
	const lasting = new Set([...shared, ...needed_by(entries.dispatcher, modules)]);
	const { text, starts } = functions_of(modules.map((module, i) => ({ ...module, code: lasting.has(i) ? with_internals(module.code) : module.code })));
	const facts = modules.map(({ links, is_async, awaits, path }) => ({ links, is_async, awaits, path }));
	// what is named here would be in the reach of the modules, if they stood inside of this function
	const code = [
		text,
		'function (functions) {',
		`const definitions = ${JSON.stringify(facts)}.map((facts, i) => ({ run: functions[i], ...facts }));`,
		`const entries = ${JSON.stringify(entries)};`,
		`const shared = ${JSON.stringify(shared)};`,
		`const namespaces = (${namespaces})();`,
		`const graphs = (${loader})(definitions, entries, shared, namespaces, ${is_whole && !modules.some(({ is_async }) => is_async) ? `(${sync_loader})(definitions, namespaces)` : 'null'});`,
		`return graphs.own('dispatcher').create_dispatcher(graphs, ${more(starts)});`,
		'});',
		'})()',
		`//# sourceURL=${name}`,
		''
	].join('\n');
	return { code, map: map_of(modules, starts, name) };
}

/**
 * @param {number} first
 * @param {Packable[]} modules
 * @returns {Set<number>} that module, and all that it imports
 */
function needed_by(first, modules) {
	const found = new Set([first]);
	for (const number of found) modules[number].imports.forEach((target) => found.add(target));
	return found;
}

/** @param {Packable[]} modules */
function functions_of(modules) {
	let text = "(function () {\n'use strict';\nreturn ((functions, start) => start(functions))([";
	let line = 2;
	const starts = modules.map(({ name, code, is_async, awaits }) => {
		const start = line + 3;
		text += `\n// ${name}\n${function_text(code, is_async, awaits)},`;
		line = start + code.split('\n').length;
		return start;
	});
	return { text: `${text}\n],`, starts };
}

/**
 * An index map: one section per module.
 *
 * @param {Packable[]} modules
 * @param {number[]} starts
 * @param {string} name
 */
function map_of(modules, starts, name) {
	const sections = modules.map(({ map }, i) => ({ offset: { line: starts[i], column: 0 }, map }));
	return { version: 3, file: name, sections: sections.filter(({ map }) => map) };
}
