/** @import { Project } from './project.js' */

/**
 * Modules that cannot be what they are in V8, and ours in ./isolate instead; each file says why.
 *
 * @type {Array<[end: string, ours: string]>}
 */
const REPLACED = [
	['/kit/src/exports/internal/server/event.js', 'request.js'],
	['/svelte/src/internal/server/crypto.js', 'svelte_crypto.js'],
	['/generated/build/env/config.js', 'rendered_env.js']
];

/**
 * `lissome:kit/…` is a file of kit's source, `lissome:environment` what kit makes of src/env.js;
 * `lissome:hooks` and `lissome:params` are the app's.
 *
 * @param {string} id
 * @param {Project} project
 */
export function resolve_own(id, project) {
	const [, kind, rest] = /** @type {RegExpExecArray} */ (/^lissome:(\w+)(?:\/(.*))?$/.exec(id));
	if (kind === 'kit') return `${project.kit_source}/${rest}`;
	if (kind === 'environment') return `${project.kit.outDir}/generated/${project.vite.command === 'build' ? 'build' : 'dev'}/env/config.js`;
	const file = project.universal_file(kind);
	return file ?? `\0${id}`;
}

/**
 * @param {{ resolve: Function }} context of the plugin's hook
 * @param {string} id
 * @param {string | undefined} importer
 * @param {object} options
 * @param {Project} project
 * @returns {Promise<string | undefined>} our file, when `id` is one of those that are replaced
 */
export async function replace_module(context, id, importer, options, project) {
	const name = id.slice(id.lastIndexOf('/'));
	if (!REPLACED.some(([end]) => end.endsWith(name))) return;
	const resolved = await context.resolve(id, importer, { ...options, skipSelf: true });
	const found = REPLACED.find(([end]) => resolved?.id.endsWith(end));
	return found && `${project.here}/isolate/${found[1]}`;
}
