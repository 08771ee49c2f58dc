/** @import { Rolldown } from 'vite' */
/** @import { Packable } from '../ssr/pack.js' */
/** @import { Project } from '../project.js' */
import path from 'node:path';
import { module_function } from '../ssr/module_function.js';
import { with_plain_exports } from '../ssr/plain_exports.js';

/**
 * Make modules of the bundle's chunks, ready to be packed.
 *
 * @param {Rolldown.OutputChunk[]} chunks ES modules
 * @param {Project} project
 * @returns {Promise<{ modules: Packable[], entries: Record<string, number> }>}
 */
export async function packable(chunks, project) {
	const numbers = new Map(chunks.map(({ fileName }, i) => [fileName, i]));
	const functions = await Promise.all(
		chunks.map(({ fileName, code, map }) => module_function(code, map, fileName))
	);
	const imports = chunks.map((chunk) =>
		chunk.imports.map((target) => number_of(target, chunk, numbers, project))
	);
	const is_async = propagate(
		functions.map(({ awaits }) => awaits),
		imports
	);
	const modules = chunks.map((chunk, i) => ({
		name: chunk.fileName,
		code: with_plain_exports(functions[i].code),
		map: chunk.map && functions[i].map, // the bundler's own runtime has none: its lines come from no file
		links: links_of(chunk, numbers, project),
		imports: imports[i],
		is_async: is_async[i],
		awaits: functions[i].awaits,
		path: functions[i].uses_meta ? browser_path(chunk, project) : null
	}));
	const entries = chunks.flatMap((chunk, i) => (chunk.isEntry ? [[chunk.name, i]] : []));
	return { modules, entries: Object.fromEntries(entries) };
}

/**
 * Mark the modules that await, and those that import one of them, directly or not.
 *
 * @param {boolean[]} awaits
 * @param {number[][]} imports
 * @returns {boolean[]}
 */
export function propagate(awaits, imports) {
	const all = awaits.slice();
	const has_async_import = (/** @type {number} */ i) => imports[i].some((target) => all[target]);
	for (let changed = all.includes(true); changed;) {
		changed = false;
		for (let i = 0; i < all.length; i += 1) if (!all[i] && has_async_import(i)) changed = all[i] = true;
	}
	return all;
}

/**
 * Map the specifiers that the bundler wrote to the numbers of chunks.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Map<string, number>} numbers
 * @param {Project} project
 * @returns {Record<string, number>}
 */
function links_of(chunk, numbers, project) {
	const targets = [...chunk.imports, ...chunk.dynamicImports];
	return Object.fromEntries(
		targets.map((target) => [specifier(chunk.fileName, target), number_of(target, chunk, numbers, project)])
	);
}

/**
 * @param {string} from
 * @param {string} to
 */
function specifier(from, to) {
	const relative = path.posix.relative(path.posix.dirname(from), to);
	return relative.startsWith('.') ? relative : `./${relative}`;
}

/**
 * @param {string} target
 * @param {Rolldown.OutputChunk} chunk
 * @param {Map<string, number>} numbers
 * @param {Project} project
 */
function number_of(target, chunk, numbers, { refused_builtins }) {
	const number = numbers.get(target);
	if (number === undefined)
		throw new Error(
			refused_builtins.get(target) ?? `${chunk.fileName} imports ${target}, which is not in the bundle`
		);
	return number;
}

/**
 * The path of `import.meta.url`: that of a chunk in the browser, so that `new URL(…, import.meta.url)` is the same there.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Project} project
 */
function browser_path({ name }, { kit }) {
	return `${kit.paths.base}/${kit.appDir}/immutable/chunks/${name}.js`;
}
