/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */

/**
 * Modules that hold no state of an app or a user, checked by hand for the pinned versions: Svelte's renderer, kit's
 * messages and helpers, and lissome's own isolate code. They are evaluated once per isolate and shared by its renders,
 * which halves the time of a render; everything else, above all the app's code, is evaluated afresh for each render.
 *
 * Sharing them is safe because they are frozen; because Svelte's renderer is synchronous here (with asynchronous
 * rendering nothing is shared); and because variables, such as the current component's context, are reset before
 * another render's code runs (see pack.js).
 */
const STATELESS = [
	/\/svelte\/src\/internal\/(?:server|shared|flags)\//,
	/\/svelte\/src\/internal\/client\/(?:constants|reactivity\/equality)\.js$/,
	/\/svelte\/src\/store\/utils\.js$/,
	/\/svelte\/src\/(?:constants|escaping|utils|html-tree-validation|index-server)\.js$/,
	/\/svelte\/src\/server\/index\.js$/,
	/\/node_modules\/(?:clsx|devalue|esm-env)\//,
	/\/kit\/src\/(?:messages|utils)\//,
	/\/kit\/src\/exports\/(?:internal\/shared|params\/index)\.js$/,
	/\/kit\/src\/(?:pathname|version|constants)\.js$/,
	/\/kit\/src\/runtime\/components\/root\.svelte$/,
	/\/kit\/src\/runtime\/props\.svelte\.js$/,
	// not forms: it imports the app's transport hook, and with it the whole chunk would count as the app's
	/\/kit\/src\/runtime\/app\/(?:state|navigation)\/(?:server|shared)\.js$/,
	/^\0(?:rolldown|vite)\//
];

/** files of isolate/ that are not shared: they use the host of their render, hold its state, or run the app's code */
const PER_RENDER = /^(?:shims\/(?:node\/.*|request_store|app_paths|rendered_env)|env)\.js$/;

/** the file of prelude/ that those of isolate/ use */
const OF_PRELUDE = 'fetch/statuses.js';

/**
 * True for a module that renders may share.
 *
 * @param {string} id
 * @param {Project} project
 */
export function is_stateless(id, project) {
	const isolate = `${project.package_folder}/isolate/`;
	if (id === `${project.package_folder}/prelude/${OF_PRELUDE}`) return true;
	if (id.startsWith(isolate)) return !PER_RENDER.test(id.slice(isolate.length));
	return STATELESS.some((pattern) => pattern.test(id));
}

/** `$store` in a component uses one function of Svelte's client, which restores the one variable that it sets. */
const CLIENT_RUNTIME = /\/svelte\/src\/internal\/client\/runtime\.js$/;

/**
 * The chunks that consist of stateless modules, and import no other chunks.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 * @returns {number[]}
 */
export function shared_chunks(chunks, project) {
	if (project.is_async) return [];
	const stateless = chunks.filter((chunk) =>
		modules_of(chunk).every((id) => is_stateless(id, project) || is_untrack(id, chunk))
	);
	const shared = new Set(stateless.map(({ fileName }) => fileName));
	let size;
	do {
		size = shared.size;
		for (const { fileName, imports, dynamicImports } of chunks) {
			if (![...imports, ...dynamicImports].every((target) => shared.has(target))) shared.delete(fileName);
		}
	} while (shared.size < size);
	return chunks.flatMap(({ fileName }, i) => (shared.has(fileName) ? [i] : []));
}

/**
 * @param {string} id
 * @param {Rolldown.OutputChunk} chunk
 */
function is_untrack(id, { modules }) {
	return CLIENT_RUNTIME.test(id) && modules[id].renderedExports.every((name) => name.startsWith('untrack'));
}

/**
 * The modules of which something is left after tree-shaking.
 *
 * @param {Rolldown.OutputChunk} chunk
 */
function modules_of({ modules }) {
	return Object.keys(modules).filter((id) => modules[id].renderedLength > 0);
}
