/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { BUILTIN } from './node_builtins.js';
import { origin, package_of } from './importers.js';

/**
 * Modules that cannot be what they are in V8, and ours in isolate/shims instead; each file says why. What they are
 * imported as ends like their own path, or as it says here.
 *
 * @type {Array<[end: string, ours: string, name?: string]>}
 */
const REPLACED = [
	['/kit/src/exports/internal/server/event.js', 'request_store.js'],
	['/kit/src/runtime/app/paths/server.js', 'app_paths.js', '/paths'],
	['/svelte/src/internal/server/crypto.js', 'svelte_crypto.js'],
	['/generated/build/env/config.js', 'rendered_env.js']
];

/**
 * What an import means in V8, where that is another thing than for Vite; the same in a build and in dev.
 * `lissome:kit/…` is a file of kit's source, `lissome:environment` what kit makes of src/env.js; `lissome:hooks` and
 * `lissome:params` are the app's.
 *
 * @param {any} context of the plugin's hook
 * @param {string} id
 * @param {string | undefined} importer
 * @param {any} options
 * @param {Project} project
 * @returns {Promise<string | { id: string, external: true } | undefined>}
 */
export async function resolve(context, id, importer, options, project) {
	if (id.startsWith('lissome:')) return resolve_own(id, project);
	if (importer) note_importer(id, importer, project);
	if (id === 'node:async_hooks' || id === 'async_hooks') return `${project.package_folder}/isolate/shims/async_hooks.js`;
	if (isBuiltin(id)) return resolve_builtin(context, id, importer, options, project);
	return replace_module(context, id, importer, options, project);
}

/**
 * @param {string} id
 * @param {string} importer
 * @param {Project} project
 */
function note_importer(id, importer, { wanted_by }) {
	const name = /^[@\w]/.test(id) && package_of(`node_modules/${id}/`);
	if (name) wanted_by.set(name, (wanted_by.get(name) ?? new Set()).add(importer));
}

/** @param {string} id */
export const load_own = (id) => (id === '\0lissome:hooks' || id === '\0lissome:params' ? 'export {};' : undefined);

/**
 * @param {string} id
 * @param {Project} project
 */
function resolve_own(id, project) {
	const [, kind, rest] = /** @type {RegExpExecArray} */ (/^lissome:(\w+)(?:\/(.*))?$/.exec(id));
	if (kind === 'kit') return `${project.kit_source}/${rest}`;
	if (kind === 'environment') return `${project.kit.outDir}/generated/${project.vite.command === 'build' ? 'build' : 'dev'}/env/config.js`;
	const file = project.universal_file(kind);
	return file ?? `\0${id}`;
}

/**
 * @param {any} context
 * @param {string} id
 * @param {string | undefined} importer
 * @param {any} options
 * @param {Project} project
 * @returns {Promise<string | { id: string, external: true }>} a package of the same name; or what is refused when
 *   something is left of it: by chunks.js in a build, when it is called in dev
 */
async function resolve_builtin(context, id, importer, options, project) {
	const found = is_installed(id, importer) ? await context.resolve(id, importer, { ...options, skipSelf: true }) : null;
	if (found && !found.external) return found.id;
	// there is no knowing what a package requires in earnest: it throws where it does
	if (options.kind === 'require-call') return { id, external: true };
	// the bundler does not know yet who imports the importer
	const importers_of = (/** @type {string} */ each) => project.wanted_by.get(package_of(each)) ?? [];
	const by = importer ? `${project.relative(importer.replace(/\?.*$/, ''))}${origin(importer, importers_of, project)}` : 'something';
	const why =
		`${by} imports ${id}, a module of Node's own, which V8 does not have. Import the package's browser build instead (resolve.alias in ` +
		`vite.config.js), or import it where only the browser does, for example in onMount: const { … } = await import('…').`;
	if (!project.refused.has(id)) project.refused.set(id, why);
	return project.vite.command === 'build' ? { id, external: true } : `${BUILTIN}${id}`;
}

/**
 * Whether there is a package of a builtin's name. Vite, asked itself, would speak of externals when there is none.
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
 * @param {{ resolve: Function }} context of the plugin's hook
 * @param {string} id
 * @param {string | undefined} importer
 * @param {object} options
 * @param {Project} project
 * @returns {Promise<string | undefined>} our file, when `id` is one of those that are replaced
 */
async function replace_module(context, id, importer, options, project) {
	const name = id.slice(id.lastIndexOf('/'));
	if (!REPLACED.some(([end, , given]) => name === given || end.endsWith(name))) return;
	const resolved = await context.resolve(id, importer, { ...options, skipSelf: true });
	const found = REPLACED.find(([end]) => resolved?.id.endsWith(end));
	return found && `${project.package_folder}/isolate/shims/${found[1]}`;
}
