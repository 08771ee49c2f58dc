/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { file_of_id } from '../files.js';
import { origin, package_of } from './importers.js';
import { BUILTIN } from './node_builtins.js';

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
 * @returns {Promise<string | { id: string, external: true } | undefined>} undefined: as Vite says
 */
export async function resolve(context, id, importer, options, project) {
	if (id.startsWith('lissome:')) return resolve_own(id, project);
	if (importer) remember_importer(id, importer, project);
	if (id === 'node:async_hooks' || id === 'async_hooks') return shim('async_hooks.js', project);
	if (isBuiltin(id)) return resolve_builtin(context, id, importer, options, project);
	return replace_module(context, id, importer, options, project);
}

/**
 * Load the hooks and matchers of an app that has none.
 *
 * @param {string} id
 */
export const load_own = (id) =>
	id === '\0lissome:hooks' || id === '\0lissome:params' ? 'export {};' : undefined;

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
 * Resolve an import of one of Node's builtin modules.
 *
 * @param {ResolveContext} context
 * @param {string} id
 * @param {string | undefined} importer
 * @param {ResolveOptions} options
 * @param {Project} project
 * @returns {Promise<string | { id: string, external: true }>} an installed package of that name; else a module that is
 *   an error if it is used: in a build when a chunk still imports it (build/chunks.js), in dev when it is called
 */
async function resolve_builtin(context, id, importer, options, project) {
	const found = is_installed(id, importer)
		? await context.resolve(id, importer, { ...options, skipSelf: true })
		: null;
	if (found && !found.external) return found.id;
	// whether a package needs what it requires, only a run can tell: the call throws
	if (options.kind === 'require-call') return { id, external: true };
	if (!project.refused_builtins.has(id)) project.refused_builtins.set(id, refusal(id, importer, project));
	return project.vite.command === 'build' ? { id, external: true } : `${BUILTIN}${id}`;
}

/**
 * @param {string} id
 * @param {string | undefined} importer
 * @param {Project} project
 */
function refusal(id, importer, project) {
	// the bundler does not know yet which modules import the importer
	const importers_of = (/** @type {string} */ each) =>
		project.importers_by_package.get(package_of(each)) ?? [];
	const by = importer
		? `${project.relative(file_of_id(importer))}${origin(importer, importers_of, project)}`
		: 'something';
	return (
		`${by} imports ${id}, a module of Node's own, which V8 does not have. Import the package's browser build instead (resolve.alias in ` +
		`vite.config.js), or import it where only the browser does, for example in onMount: const { … } = await import('…').`
	);
}

/**
 * True if a package is installed that has the name of a builtin. Vite itself would log a warning about externals if
 * there is none.
 *
 * @param {string} id
 * @param {string | undefined} importer
 */
function is_installed(id, importer) {
	if (!importer || id.startsWith('node:')) return false;
	let folder = path.dirname(importer);
	while (!fs.existsSync(path.join(folder, 'node_modules', id, 'package.json'))) {
		if (folder === path.dirname(folder)) return false;
		folder = path.dirname(folder);
	}
	return true;
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
