/**
 * Module graphs, evaluated by Node itself (if there are CommonJS modules among them, as Rolldown bundles them) and by
 * lissome's loader, for tests that compare. Modules note what they do with `note(…)`.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { rolldown } from 'rolldown';
import { propagate } from '../../../vite/build/chunks.js';
import { commonjs_body, is_node_mode } from '../../../vite/dev/commonjs.js';
import { loader } from '../../../vite/isolate/loader/loader.js';
import { namespaces } from '../../../vite/isolate/loader/namespaces.js';
import { sync_loader } from '../../../vite/isolate/loader/sync_loader.js';
import { describe_body, function_text, module_function } from '../../../vite/ssr/module_function.js';
import { with_plain_exports } from '../../../vite/ssr/plain_exports.js';
import { folder_with } from './files.js';

/** @import { CreateLoader, Definition, LoaderHost } from '../../../vite/isolate/loader/types.js' */

/**
 * The notes of the modules, and for each entry its exports or an error.
 *
 * @typedef {{ notes: string[], results: unknown[] }} Outcome
 * @typedef {Record<string, string>} Files by name; they import each other as `./name`
 * @typedef {(name: string) => Promise<unknown>} Import
 */

const evaluate = eval;

/** @type {string[]} */
let notes = [];
Object.assign(globalThis, {
	/** @param {...unknown} values */
	note: (...values) => void notes.push(values.map(String).join(' ')),
	/** lets n jobs of others go first @param {number} count */
	ticks: async (count) => {
		for (let i = 0; i < count; i += 1) await null;
	}
});

/**
 * Evaluate files in Node, or as Rolldown bundles them if one ends with .cjs; and in lissome's loaders: in the one of dev,
 * and in that of a build, if no module awaits.
 *
 * @param {{ after: (fn: () => void) => void }} test
 * @param {Files} files
 * @param {Array<string | string[]>} entries imported one after the other; those of a list at once
 * @returns {Promise<{ expected: Outcome, outcomes: Outcome[] }>}
 */
export async function compare(test, files, ...entries) {
	const groups = entries.map((each) => [each].flat());
	const folder = folder_with(test, files);
	const expected = await run(groups, await reference(folder, files, groups));
	return { expected, outcomes: await run_loaders(folder, files, groups) };
}

/**
 * The same for many graphs of ES modules without dynamic imports: no files are written.
 *
 * @param {Files} files
 * @param {string[][]} groups
 */
export async function compare_quickly(files, groups) {
	const expected = await run(groups, await linked(files));
	return { expected, outcomes: await run_loaders('/', files, groups) };
}

/**
 * Evaluate files in lissome's loader only.
 *
 * @param {{ after: (fn: () => void) => void }} test
 * @param {Files} files
 * @param {string[]} entries
 * @returns {Promise<Outcome>}
 */
export async function load(test, files, ...entries) {
	const [outcome] = await run_loaders(
		folder_with(test, files),
		files,
		entries.map((entry) => [entry])
	);
	return outcome;
}

/** @param {string} folder @param {Files} files @param {string[][]} groups */
async function run_loaders(folder, files, groups) {
	const bodies = await Promise.all(
		Object.keys(files).map((name) => body_of(path.join(folder, name), files[name]))
	);
	const definitions = define(files, bodies);
	const outcomes = [await run(groups, loader_import(files, definitions, null))];
	if (definitions.some(({ is_async, is_commonjs }) => is_async || is_commonjs)) return outcomes;
	// as in a build
	const built = define(files, bodies, with_plain_exports);
	return [...outcomes, await run(groups, loader_import(files, built, sync_loader(built, namespaces())))];
}

/**
 * The modules as the loader has them in dev. It evaluates several graphs in one realm, as in V8.
 *
 * @param {Files} files
 * @param {Array<Awaited<ReturnType<typeof body_of>>>} bodies
 * @returns {Definition[]}
 */
function define(files, bodies, change = (/** @type {string} */ code) => code) {
	const names = Object.keys(files);
	const number_of = (/** @type {string} */ id) => names.indexOf(path.posix.normalize(id));
	const imports = bodies.map(({ required, is_commonjs }) => (is_commonjs ? [] : required.map(number_of)));
	const is_async = propagate(
		bodies.map(({ awaits }) => awaits),
		imports
	);
	return bodies.map(({ code, required, dynamic, ...facts }, i) => ({
		...facts,
		path: `/${names[i]}`,
		links: links([...required, ...dynamic], number_of),
		is_async: is_async[i],
		run: evaluate(`(${function_text(change(code), is_async[i], facts.awaits)})`)
	}));
}

/** @param {string} file @param {string} text */
async function body_of(file, text) {
	const is_commonjs = /\.(?:cjs|json)$/.test(file);
	const made = is_commonjs ? commonjs_body(file, text) : await es_module_body(file, text);
	return { ...made, awaits: describe_body(made.code).awaits, is_commonjs, is_node_mode: is_node_mode(file) };
}

/** @param {string} file @param {string} text */
async function es_module_body(file, text) {
	const { code, deps, dynamic_deps } = await module_function(text, null, file);
	return { code, required: deps, dynamic: dynamic_deps };
}

/** @param {string[]} ids @param {(id: string) => number} number_of */
function links(ids, number_of) {
	return Object.fromEntries(ids.map((id) => [id, number_of(id)]).filter(([, number]) => Number(number) >= 0));
}

/** @param {Files} files @param {Definition[]} definitions @param {CreateLoader | null} sync @returns {Import} */
function loader_import(files, definitions, sync) {
	const root = definitions.length;
	/** @type {any} */
	let import_entry;
	// an entry is imported as by a module that no other waits for
	definitions.push({
		links: Object.fromEntries(Object.keys(files).map((name, i) => [name, i])),
		is_async: false,
		awaits: false,
		path: null,
		run: (_exports, _meta, _import, import_dynamically) => void (import_entry = import_dynamically)
	});
	const graphs = loader(definitions, { root }, [], namespaces(), sync);
	/** @type {LoaderHost} */
	const host = { origin: '', handle: {}, ready: null, ask: async () => {} };
	graphs.make({ __proto__: globalThis }, host)('root');
	return import_entry;
}

/** @param {string[][]} groups @param {Import} import_entry @returns {Promise<Outcome>} */
async function run(groups, import_entry) {
	notes = [];
	/** @type {unknown[]} */
	const errors = [];
	const number_of = (/** @type {unknown} */ error) =>
		errors.includes(error) ? errors.indexOf(error) : errors.push(error) - 1;
	/** @type {unknown[]} */
	const results = [];
	for (const group of groups) {
		for (const settled of await Promise.allSettled(group.map(import_entry))) {
			if (settled.status === 'fulfilled') results.push(shown(settled.value));
			else results.push(`error ${number_of(settled.reason)}: ${settled.reason?.message ?? settled.reason}`);
		}
	}
	return { notes, results };
}

/** @param {any} value @returns {unknown} */
function shown(value) {
	if (Object.prototype.toString.call(value) === '[object Module]') {
		const names = Object.keys(value).toSorted();
		return Object.fromEntries(names.map((name) => [name, shown_export(value[name])]));
	}
	return typeof value === 'function' ? 'function' : value;
}

/** @param {unknown} value */
const shown_export = (value) =>
	Object(value) === value && typeof value === 'object' ? Object.prototype.toString.call(value) : shown(value);

/** @param {string} folder @param {Files} files @param {string[][]} groups @returns {Promise<Import>} */
async function reference(folder, files, groups) {
	if (Object.keys(files).some((name) => name.endsWith('.cjs'))) return bundled(folder, groups);
	if (groups.some((group) => group.length > 1)) return linked(files);
	return (name) => import(pathToFileURL(path.join(folder, name)).href);
}

/**
 * Node's `import()` reads files first, so of two imports at once either may come first. Here all is there before.
 *
 * @param {Files} files
 * @returns {Promise<Import>}
 */
async function linked(files) {
	const modules = new Map(
		Object.entries(files).map(([name, text]) => [name, new vm.SourceTextModule(text, { identifier: name })])
	);
	const find = (/** @type {string} */ name) => /** @type {vm.SourceTextModule} */ (modules.get(name));
	for (const module of modules.values()) {
		if (module.status === 'unlinked') await module.link((id) => find(id.slice('./'.length)));
	}
	return async (name) => {
		await find(name).evaluate();
		return find(name).namespace;
	};
}

/**
 * The modules as a build bundles them, with the options of build/bundle.js that matter.
 *
 * @param {string} folder
 * @param {string[][]} groups
 * @returns {Promise<Import>}
 */
async function bundled(folder, groups) {
	const input = Object.fromEntries(groups.flat().map((name) => [name, path.join(folder, name)]));
	const options = {
		input,
		platform: 'neutral',
		logLevel: 'silent',
		preserveEntrySignatures: 'allow-extension'
	};
	const bundle = await rolldown(/** @type {import('rolldown').InputOptions} */ (options));
	await bundle.write({
		dir: `${folder}/bundle`,
		format: 'es',
		entryFileNames: '[name].mjs',
		chunkFileNames: '[name].mjs',
		generatedCode: { symbols: false }
	});
	await bundle.close();
	return (name) => import(pathToFileURL(`${folder}/bundle/${name}.mjs`).href);
}
