/** What V8 gets for Node's builtins, bundled as in a build, and evaluated here with nothing of Node's own. */
import assert from 'node:assert/strict';
import { builtinModules, createRequire } from 'node:module';
import process from 'node:process';
import 'node:tls'; // before its parts
import { rolldown } from 'rolldown';
import { load_own, resolve } from '../../../vite/ssr/resolve.js';
import { REPO } from './files.js';
import { a_project } from './project.js';

/** @import { Project } from '../../../vite/project.js' */

const ENTRY = `${REPO}/src/entry.js`;

/**
 * Bundle an ES module and what it imports.
 *
 * @param {string} code
 * @param {Record<string, string>} [files] more modules, by their paths
 * @param {Project} [project]
 * @returns {Promise<string>} a CommonJS module
 */
export async function bundled(
	code,
	files = {},
	project = a_project({ package_folder: `${REPO}/vite`, root: REPO })
) {
	const bundle = await rolldown({
		input: ENTRY,
		platform: 'neutral',
		logLevel: 'silent',
		resolve: { mainFields: ['module', 'main'] },
		plugins: [
			{
				name: 'files',
				resolveId: (id) => (id === ENTRY || Object.hasOwn(files, id) ? id : undefined),
				load: (id) => (id === ENTRY ? code : files[id])
			},
			{
				name: 'builtins',
				resolveId(id, importer, options) {
					return resolve(/** @type {any} */ (this), id, importer, options, project);
				},
				load: (id) => load_own(id, project)
			}
		]
	});
	const { output } = await bundle.generate({ format: 'cjs', exports: 'named', codeSplitting: false });
	return output[0].code;
}

/**
 * Evaluate such a bundle with the globals that a render has.
 *
 * @param {string} code
 * @param {object} [more] globals
 * @returns {any} any: what its entry exports
 */
export function evaluated(code, more = {}) {
	/** @type {Record<string, any>} */
	const globals = {
		process: {
			cwd: () => '/',
			env: {},
			nextTick: (/** @type {Function} */ job, /** @type {unknown[]} */ ...args) =>
				queueMicrotask(() => job(...args))
		},
		...more
	};
	globals.globalThis = new Proxy(globalThis, {
		get: (_, name) => Reflect.get(Object.hasOwn(globals, name) ? globals : globalThis, name),
		has: (_, name) => name in globals || name in globalThis
	});
	const module = { exports: {} };
	const names = Object.keys(globals);
	const run = new Function('module', 'exports', 'require', ...names, `'use strict';${code}`);
	run(module, module.exports, undefined, ...names.map((name) => globals[name]));
	return module.exports;
}

/** @type {Promise<Record<string, () => any>> | undefined} */
let all;

/**
 * What replaces builtins, as CommonJS modules get it. Like Node's own, it is there once for all that ask.
 *
 * @param {readonly string[]} names
 */
export async function required(names) {
	all ??= every_builtin();
	const builtins = await all;
	return Object.fromEntries(names.map((name) => [name, builtins[name]()]));
}

/** All builtins, each of which is evaluated when it is first asked for. */
async function every_builtin() {
	const getters = builtinModules.map((name) => `exports['${name}'] = () => require('${name}');`);
	const code = await bundled("export { default } from '/all.cjs';", { '/all.cjs': getters.join('\n') });
	return evaluated(code).default;
}

/** @typedef {any} Module any: one of Node's */
/** @typedef {(module: Module, more: (name: string) => Promise<Module>) => unknown} Job */

/**
 * Node's own module, without warnings about what is deprecated in it.
 *
 * @param {string} name
 * @returns {Module}
 */
export function of_node(name) {
	const { emitWarning } = process;
	process.emitWarning = () => {};
	try {
		const module = createRequire(import.meta.url)(name);
		for (const key of Object.keys(module)) Reflect.get(module, key);
		return module;
	} finally {
		process.emitWarning = emitWarning;
	}
}

/**
 * Make a function which tests that what replaces a builtin returns and throws the same as the builtin.
 *
 * @param {(name: string, run: () => Promise<void>) => unknown} test calls `test` in the file whose tests these are:
 *   Node reports each for the file that calls it
 */
export function comparing(test) {
	return (/** @type {string} */ name, /** @type {Record<string, Job>} */ jobs) => {
		const ours = required([name, 'util', 'async_hooks', 'stream/consumers']);
		for (const [what, job] of Object.entries(jobs)) {
			test(`${name}: ${what}`, async () => {
				const modules = await ours;
				process.noDeprecation = true; // what is deprecated is tested too
				const expected = await outcome(job, of_node(name), async (other) => of_node(other));
				assert.deepEqual(await outcome(job, modules[name], async (other) => modules[other]), expected);
			});
		}
	};
}

/**
 * What a call throws, or else returns: for jobs of many calls.
 *
 * @param {() => unknown} call
 */
export function refusal(call) {
	try {
		return call();
	} catch (/** @type {any} */ error) {
		return `${error.name} ${error.code}`;
	}
}

/**
 * @param {Job} job
 * @param {Module} module
 * @param {(name: string) => Promise<Module>} more
 */
async function outcome(job, module, more) {
	try {
		return { value: await job(module, more) };
	} catch (/** @type {any} */ error) {
		return { error: error.name, code: error.code };
	}
}
