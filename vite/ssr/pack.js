/** @import { SourceMap } from './module_function.js' */
import { loader } from '../isolate/loader/loader.js';
import { namespaces } from '../isolate/loader/namespaces.js';
import { sync_loader } from '../isolate/loader/sync_loader.js';
import { function_text } from './module_function.js';
import { with_internals } from './module_internals.js';

/**
 * A module of the script: in a build a chunk of the bundle, in dev a single module.
 *
 * @typedef {object} Packable
 * @property {string} name a comment in the script
 * @property {string} code the body of its function (module_function.js)
 * @property {SourceMap | null} map
 * @property {Record<string, number>} links the modules that it imports, by specifier
 * @property {number[]} imports those that it imports statically
 * @property {boolean} is_async true if it, or one of those, awaits at its top level
 * @property {boolean} awaits true if it does so itself
 * @property {string | null} path of its `import.meta.url`
 */

/**
 * Pack modules into one script whose value is `enter`. Each becomes a function that V8 compiles once; a module graph is
 * made by calling those that a render needs, so a fresh graph costs the same however large the app is.
 *
 * @param {Packable[]} modules
 * @param {Record<string, number>} entries by name; `dispatcher` is the one that answers messages
 * @param {number[]} shared the modules that all graphs share
 * @param {string} name what V8 calls the script in stacks
 * @param {(starts: number[]) => string} more_arguments of `create_dispatcher`, as expressions; it is given the line
 *   (0-based) at which each module begins
 * @param {boolean} [is_whole] true if no other modules will be added: those of a build
 * @returns {{ code: string, map: object }} the script, and a source map for tools
 */
export function pack(modules, entries, shared, name, more_arguments, is_whole = false) {
	const outliving = new Set([...shared, ...with_imports(entries.dispatcher, modules)]);
	const { text, starts } = functions_of(
		modules.map((module, i) => (outliving.has(i) ? { ...module, code: with_internals(module.code) } : module))
	);
	const facts = modules.map(({ links, is_async, awaits, path }) => ({ links, is_async, awaits, path }));
	const is_sync = is_whole && !modules.some(({ is_async }) => is_async);
	// the names here would be in the scope of the modules, if the modules' functions were inside of this function
	const code = [
		text,
		'function (functions) {',
		`const definitions = ${JSON.stringify(facts)}.map((facts, i) => ({ run: functions[i], ...facts }));`,
		`const entries = ${JSON.stringify(entries)};`,
		`const shared = ${JSON.stringify(shared)};`,
		`const namespaces = (${namespaces})();`,
		`const graphs = (${loader})(definitions, entries, shared, namespaces, ${is_sync ? `(${sync_loader})(definitions, namespaces)` : 'null'});`,
		`return graphs.own('dispatcher').create_dispatcher(graphs, ${more_arguments(starts)});`,
		'});',
		'})()',
		`//# sourceURL=${name}`,
		''
	].join('\n');
	return { code, map: index_map(modules, starts, name) };
}

/**
 * @param {number} first
 * @param {Packable[]} modules
 * @returns {Set<number>} the module, and all that it imports
 */
function with_imports(first, modules) {
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
 * A source map with one section per module (an index map, as ECMA-426 calls it).
 *
 * @param {Packable[]} modules
 * @param {number[]} starts
 * @param {string} name
 */
function index_map(modules, starts, name) {
	const sections = modules.map(({ map }, i) => ({ offset: { line: starts[i], column: 0 }, map }));
	return { version: 3, file: name, sections: sections.filter(({ map }) => map) };
}
