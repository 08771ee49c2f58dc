/** @import { Rolldown } from 'vite' */
/** @import { Packable } from '../ssr/pack.js' */
/** @import { Project } from '../project.js' */
import path from 'node:path';
import { module_function } from '../ssr/module_function.js';
import { with_plain_exports } from '../ssr/plain_exports.js';

/**
 * Make modules of the bundle's chunks, ready to be packed. What a chunk imports from outside of the bundle becomes a
 * module that throws, so that only its importers fail.
 *
 * @param {Rolldown.OutputChunk[]} chunks ES modules
 * @param {Project} project
 * @returns {Promise<{ modules: Packable[], entries: Record<string, number> }>}
 */
export async function packable(chunks, project) {
	const external = external_imports(chunks);
	const numbers = new Map(
		[...chunks.map(({ fileName }) => fileName), ...external].map((name, i) => [name, i])
	);
	const functions = await Promise.all(
		chunks.map(({ fileName, code, map }) => module_function(code, map, fileName))
	);
	const numbers_of = (/** @type {string[]} */ names) =>
		names.map((name) => /** @type {number} */ (numbers.get(name)));
	const imports = chunks.map((chunk) => numbers_of(chunk.imports));
	const is_async = propagate(
		functions.map(({ awaits }) => awaits),
		imports
	);
	const modules = chunks.map((chunk, i) => ({
		name: chunk.fileName,
		code: with_plain_exports(functions[i].code),
		map: chunk.map && functions[i].map, // the bundler's own runtime has none: its lines come from no file
		links: links_of(chunk, numbers, external),
		imports: imports[i],
		is_async: is_async[i],
		awaits: functions[i].awaits,
		path: functions[i].uses_meta ? browser_path(chunk, project) : null
	}));
	const entries = chunks.flatMap((chunk, i) => (chunk.isEntry ? [[chunk.name, i]] : []));
	return { modules: [...modules, ...external.map(throwing_module)], entries: Object.fromEntries(entries) };
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
 * The imports from outside of the bundle: modules of other runtimes, and what a vite.config.js makes external.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @returns {string[]}
 */
function external_imports(chunks) {
	const names = new Set(chunks.map(({ fileName }) => fileName));
	const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
	return [...new Set(imported)].filter((name) => !names.has(name));
}

/**
 * @param {string} name
 * @returns {Packable}
 */
function throwing_module(name) {
	const message = `${name} was imported while rendering, and is not in the bundle: it is a module of another runtime, or vite.config.js makes it external (build.rolldownOptions.external). V8 can load nothing else.`;
	return {
		name,
		code: `throw new Error(${JSON.stringify(message)});`,
		map: null,
		links: {},
		imports: [],
		is_async: false,
		awaits: false,
		path: null
	};
}

/**
 * Map the specifiers that the bundler wrote to the numbers of chunks.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Map<string, number>} numbers
 * @param {string[]} external
 * @returns {Record<string, number>}
 */
function links_of({ fileName, imports, dynamicImports }, numbers, external) {
	/** @type {Record<string, number>} */
	const links = {};
	for (const target of [...imports, ...dynamicImports]) {
		// imports from outside of the bundle have no paths
		const id = external.includes(target) ? target : specifier(fileName, target);
		links[id] = numbers.get(target) ?? -1;
	}
	return links;
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
 * The path of `import.meta.url`: that of a chunk in the browser, so that `new URL(…, import.meta.url)` is the same there.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Project} project
 */
function browser_path({ name }, { kit }) {
	return `${kit.paths.base}/${kit.appDir}/immutable/chunks/${name}.js`;
}
