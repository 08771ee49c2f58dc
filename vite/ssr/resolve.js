/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { isBuiltin } from 'node:module';
import { file_of_id } from '../files.js';
import { is_absent, load_absent, resolve_foreign } from './absent_modules.js';
import { is_framework, package_of } from './importers.js';
import { builtin_id, is_builtin_module, load_builtin } from './node_builtins.js';

/**
 * Modules that cannot work in V8 as they are, and the files of isolate/shims that replace them; each file says why. The
 * specifier of an import ends like the module's path, or as the third element says.
 *
 * @type {Array<[end: string, shim: string, specifier_end?: string]>}
 */
const REPLACED = [
	['/kit/src/exports/internal/server/event.js', 'request_store.js'],
	['/kit/src/runtime/app/paths/server.js', 'app_paths.js', '/paths'],
	['/svelte/src/internal/server/crypto.js', 'svelte_crypto.js'],
	['/generated/build/env/config.js', 'rendered_env.js']
];

/**
 * Packages that Node's builtins have made of themselves, and that know nothing of a render: `process` would do the work
 * of `nextTick` in a timer, and `util` is large.
 *
 * @type {Record<string, string>}
 */
const PACKAGES = {
	'process/': 'process',
	'process/browser': 'process',
	'process/browser.js': 'process',
	'util/': 'util'
};

/** @typedef {Pick<Rolldown.PluginContext, 'resolve'>} ResolveContext */
/** @typedef {Partial<Rolldown.PluginContextResolveOptions>} ResolveOptions */

/**
 * Resolve the imports that mean something else in V8 than Vite would say; the same in a build and in dev.
 * `lissome:kit/…` is a file of kit's source, `lissome:environment` the module that kit makes of src/env.js;
 * `lissome:hooks` and `lissome:params` are the app's.
 *
 * @param {ResolveContext} context of the plugin's hook
 * @param {string} id
 * @param {string | undefined} importer
 * @param {ResolveOptions} options
 * @param {Project} project
 * @returns {Promise<string | undefined>} undefined: as Vite says
 */
export async function resolve(context, id, importer, options, project) {
	if (id.startsWith('lissome:')) return resolve_own(id, project);
	if (is_builtin_module(id)) return id;
	if (importer) remember_importer(id, importer, project);
	const builtin = PACKAGES[id] ?? id;
	if (isBuiltin(builtin)) return resolve_builtin(builtin, importer, project);
	if (id === 'qs' && package_of(importer ?? '') === 'url') return shim('node/url_queries.js', project);
	const foreign = resolve_foreign(id, importer, project);
	if (foreign) return foreign;
	if (is_builtin_module(importer)) return resolve_for_shim(context, id, options, project);
	return replace_module(context, id, importer, options, project);
}

/**
 * Resolve what a shim loads when it needs it: a file of its folder, or one of lissome's own packages.
 *
 * @param {ResolveContext} context
 * @param {string} id
 * @param {ResolveOptions} options
 * @param {Project} project
 */
async function resolve_for_shim(context, id, options, project) {
	const found = await context.resolve(id, shim('node/unavailable.js', project), {
		...options,
		skipSelf: true
	});
	return found?.id;
}

/**
 * Resolve an import of one of Node's builtin modules. It is never an installed package of that name, though bundlers for
 * browsers would take that: a package that runs on servers is tested with Node, where the builtin wins, and with
 * `events/` or `buffer/` it can say that it means the other one.
 *
 * @param {string} id
 * @param {string | undefined} importer
 * @param {Project} project
 */
function resolve_builtin(id, importer, project) {
	// kit and Svelte may be shared by renders; they need one class of it, which has no state
	const is_theirs = importer && is_framework(file_of_id(importer), project);
	if (is_theirs && /^(?:node:)?async_hooks$/.test(id)) return shim('async_hooks.js', project);
	return builtin_id(id, importer, project);
}

/**
 * True for virtual modules that are CommonJS modules: those that replace Node's builtins, or a module that is nowhere.
 *
 * @param {string} id
 */
export const is_virtual_commonjs = (id) => is_builtin_module(id) || is_absent(id);

/**
 * Load such a module.
 *
 * @param {string} id
 * @param {Project} project
 * @returns {string | undefined} undefined: another module
 */
export const load_virtual_commonjs = (id, project) => load_builtin(id, project) ?? load_absent(id);

/**
 * Load a virtual module: also the hooks and matchers of an app that has none.
 *
 * @param {string} id
 * @param {Project} project
 * @returns {{ code: string, moduleSideEffects?: boolean } | undefined}
 */
export function load_own(id, project) {
	if (id === '\0lissome:hooks' || id === '\0lissome:params') return { code: 'export {};' };
	const code = load_virtual_commonjs(id, project);
	return code === undefined ? undefined : { code, moduleSideEffects: is_absent(id) };
}

/**
 * @param {string} name
 * @param {Project} project
 */
const shim = (name, { package_folder }) => `${package_folder}/isolate/shims/${name}`;

/**
 * @param {string} id
 * @param {string} importer
 * @param {Project} project
 */
function remember_importer(id, importer, { importers_by_package }) {
	const name = /^[@\w]/.test(id) && package_of(`node_modules/${id}/`);
	if (name) importers_by_package.set(name, (importers_by_package.get(name) ?? new Set()).add(importer));
}

/**
 * @param {string} id
 * @param {Project} project
 */
function resolve_own(id, project) {
	const [, kind, rest] = /** @type {RegExpExecArray} */ (/^lissome:(\w+)(?:\/(.*))?$/.exec(id));
	if (kind === 'kit') return `${project.kit_source}/${rest}`;
	if (kind === 'environment')
		return `${project.kit.outDir}/generated/${project.vite.command === 'build' ? 'build' : 'dev'}/env/config.js`;
	const file = project.universal_file(kind);
	return file ?? `\0${id}`;
}

/**
 * @param {ResolveContext} context
 * @param {string} id
 * @param {string | undefined} importer
 * @param {ResolveOptions} options
 * @param {Project} project
 * @returns {Promise<string | undefined>} a shim, if `id` is one of the modules that are replaced
 */
async function replace_module(context, id, importer, options, project) {
	const name = id.slice(id.lastIndexOf('/'));
	if (!REPLACED.some(([end, , specifier_end]) => name === specifier_end || end.endsWith(name))) return;
	const resolved = await context.resolve(id, importer, { ...options, skipSelf: true });
	const found = REPLACED.find(([end]) => resolved?.id.endsWith(end));
	return found && shim(found[1], project);
}
