// Module graphs, evaluated by Node itself (if there are CommonJS modules among them, as Rolldown bundles them) and by
// lissome's loader, for tests that compare. Started as
// `node --experimental-vm-modules modules.js <folder of the lissome package> <a folder for files>` with graphs as JSON lines; answers each with a line
// `{"expected": …, "lissome": …}`: what the modules noted, and what became of the entries. Calls functions
// of the package as well.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

/** @param {string} file of the package */
const load = (file) => import(pathToFileURL(path.join(process.argv[2], file)).href);

const { loader } = await load('isolate/loader/loader.js');
const { namespaces } = await load('isolate/loader/namespaces.js');
const { sync_loader } = await load('isolate/loader/sync_loader.js');
const { with_plain_exports } = await load('ssr/plain_exports.js');
const { describe_body, function_text, module_function } = await load('ssr/module_function.js');
const { commonjs_body, is_node_mode } = await load('dev/commonjs.js');

const evaluate = eval;

/** `note` in the modules */
let notes = [];
globalThis.note = (...values) => void notes.push(values.map(String).join(' '));
/** `await ticks(n)` lets n jobs of others go first */
globalThis.ticks = async (count) => {
	for (let i = 0; i < count; i += 1) await null;
};

/**
 * @typedef {object} Graph
 * @property {Record<string, string>} files by path; one imports the other as `./name`
 * @property {string[][]} entries imported one group after the other, those of a group at once
 * @property {boolean} [is_compared]
 */

/** @param {string} folder @param {Graph} graph */
function write(folder, { files }) {
	for (const [file, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		fs.writeFileSync(path.join(folder, file), text);
	}
}

/**
 * The modules as the loader has them in dev. It evaluates several graphs in one realm, as in V8.
 *
 * @param {string} folder @param {Graph} graph
 */
async function define(folder, { files }, change = (/** @type {string} */ code) => code) {
	const names = Object.keys(files);
	const number_of = (from, id) =>
		names.indexOf(path.posix.normalize(path.posix.join(path.posix.dirname(from), id)));
	const made = await Promise.all(
		names.map(async (name) => {
			const is_commonjs = /\.(?:cjs|json)$/.test(name);
			const {
				code,
				required = [],
				deps = required,
				dynamic = [],
				dynamic_deps = dynamic,
				...facts
			} = is_commonjs
				? commonjs_body(path.join(folder, name), fs.readFileSync(path.join(folder, name), 'utf8'))
				: await module_function(files[name], null, path.join(folder, name));
			const links = [...deps, ...dynamic_deps]
				.map((id) => [id, number_of(name, id)])
				.filter(([, number]) => number >= 0);
			const awaits = describe_body(code).awaits;
			return {
				...facts,
				code,
				awaits,
				is_commonjs,
				is_node_mode: is_node_mode(path.join(folder, name)),
				links: Object.fromEntries(links),
				imports: deps.map((id) => number_of(name, id)),
				path: `/${name}`
			};
		})
	);
	const is_async = made.map(({ awaits }) => awaits);
	for (let i = 0; i < made.length; i += 1) {
		made.forEach(
			({ imports, is_commonjs }, n) =>
				(is_async[n] ||= !is_commonjs && imports.some((target) => is_async[target]))
		);
	}
	return made.map(({ code, ...rest }, i) => ({
		...rest,
		is_async: is_async[i],
		run: evaluate(`(${function_text(change(code), is_async[i], rest.awaits)})`)
	}));
}

/** @param {unknown} value */
function shown(value) {
	if (Object.prototype.toString.call(value) !== '[object Module]')
		return typeof value === 'function' ? 'function' : value;
	return Object.fromEntries(
		Object.keys(value)
			.toSorted()
			.map((name) => [name, shown_export(value, name)])
	);
}

/** @param {any} namespace @param {string} name */
function shown_export(namespace, name) {
	const value = namespace[name];
	return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : shown(value);
}

/**
 * @param {Graph} graph
 * @param {(name: string) => Promise<any>} load
 */
async function run({ entries }, load) {
	notes = [];
	/** @type {unknown[]} */
	const errors = [];
	const number_of = (error) => (errors.includes(error) ? errors.indexOf(error) : errors.push(error) - 1);
	const results = [];
	for (const group of entries) {
		const settled = await Promise.allSettled(group.map(load));
		results.push(
			...settled.map(({ value, reason, status }) =>
				status === 'fulfilled' ? shown(value) : `error ${number_of(reason)}: ${reason?.message ?? reason}`
			)
		);
	}
	return { notes, results };
}

/**
 * Node's `import()` reads files first, so of two imports at once either may come first. Here all is there before.
 *
 * @param {Graph} graph
 * @returns {Promise<(name: string) => Promise<object>>}
 */
async function linked({ files }) {
	const modules = new Map(
		Object.entries(files).map(([name, text]) => [name, new vm.SourceTextModule(text, { identifier: name })])
	);
	for (const module of modules.values())
		if (module.status === 'unlinked') await module.link((id) => modules.get(id.slice('./'.length)));
	return async (name) => {
		const module = modules.get(name);
		await module.evaluate();
		return module.namespace;
	};
}

/**
 * What a build makes of the modules, with the options that matter of vite/build/bundle.js.
 *
 * @param {string} folder @param {Graph} graph
 * @returns {Promise<(name: string) => Promise<object>>}
 */
async function bundled(folder, { entries }) {
	const { rolldown } = createRequire(fs.realpathSync(path.join(process.argv[2], 'package.json')))('rolldown');
	const input = Object.fromEntries(entries.flat().map((name) => [name, path.join(folder, name)]));
	const bundle = await rolldown({
		input,
		platform: 'neutral',
		logLevel: 'silent',
		preserveEntrySignatures: 'allow-extension'
	});
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

/** @param {string} folder @param {Graph} graph */
async function reference(folder, graph) {
	if (Object.keys(graph.files).some((name) => name.endsWith('.cjs'))) return bundled(folder, graph);
	if (graph.entries.some((group) => group.length > 1)) return linked(graph);
	return (/** @type {string} */ name) => import(pathToFileURL(path.join(folder, name)).href);
}

/** @param {string} folder @param {Graph} graph */
async function compare(folder, graph) {
	write(folder, graph);
	const expected = graph.is_compared ? await run(graph, await reference(folder, graph)) : null;
	const definitions = await define(folder, graph);
	const lissome = await run(graph, loaded(graph, definitions, null));
	if (definitions.some(({ is_async, is_commonjs }) => is_async || is_commonjs)) return { expected, lissome };
	// as in a build
	const whole = await define(folder, graph, with_plain_exports);
	const built = await run(graph, loaded(graph, whole, sync_loader(whole, namespaces())));
	return { expected, lissome: JSON.stringify(built) === JSON.stringify(lissome) ? lissome : built };
}

/**
 * @param {Graph} graph
 * @param {any[]} definitions
 * @param {any} sync
 * @returns {(name: string) => Promise<any>}
 */
function loaded({ files }, definitions, sync) {
	const root = definitions.length;
	// an entry is imported as by a module that nobody waits for
	const imports = Object.fromEntries(Object.keys(files).map((name, i) => [name, i]));
	/** @type {any} */
	let load;
	definitions.push({
		links: imports,
		is_async: false,
		awaits: false,
		path: null,
		run: (exports, meta, get, get_later) => void (load = get_later)
	});
	const graphs = loader(definitions, { root }, [], namespaces(), sync);
	graphs.make({ __proto__: globalThis }, { origin: '' })('root');
	return load;
}

let last = 0;

/** @param {any} request a graph, or `call`: a file of the package, the name of a function in it, and arguments */
async function answer({ call, ...graph }) {
	if (!call) return compare(path.join(process.argv[3], `${(last += 1)}`), graph);
	const [file, name, ...values] = call;
	return { value: await (await load(file))[name](...values) };
}

for await (const line of createInterface({ input: process.stdin })) {
	const result = await answer(JSON.parse(line)).catch((error) => ({ error: String(error.stack) }));
	process.stdout.write(`${JSON.stringify(result)}\n`);
}
