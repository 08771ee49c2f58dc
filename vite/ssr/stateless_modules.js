/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */

/**
 * Modules that hold no state of an app or a user, checked by hand for the pinned versions: Svelte's
 * renderer, kit's messages and helpers, and our own isolate code. They are made once per isolate, which
 * halves the time of a render; everything else, the app's code above all, is made afresh for each render.
 *
 * What makes it safe: they are frozen; Svelte's renderer is synchronous here (with asynchronous rendering
 * nothing is shared); variables, such as the current component's context, are set to what they were before
 * anything of another render runs (see pack.js).
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
	// not forms: it imports the app's transport, and with it the whole chunk would be one of the app
	/\/kit\/src\/runtime\/app\/(?:state|navigation)\/(?:server|shared)\.js$/,
	/^\0(?:rolldown|vite)\//
];

/** ours, and yet not shared: they answer for the graph that they are in, or run the app's code */
const OF_A_GRAPH = ['shims/request_store.js', 'shims/app_paths.js', 'shims/rendered_env.js', 'env.js'];

/**
 * @param {string} id
 * @param {Project} project
 */
export function is_stateless(id, project) {
	const own = `${project.package_folder}/isolate/`;
	if (id.startsWith(own)) return !OF_A_GRAPH.includes(id.slice(own.length));
	return STATELESS.some((pattern) => pattern.test(id));
}

/** `$store` in a component uses one function of Svelte's client, which restores the one variable that it sets. */
const CLIENT_RUNTIME = /\/svelte\/src\/internal\/client\/runtime\.js$/;

/**
 * The chunks that hold stateless modules alone, and refer to nothing else.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 * @returns {number[]}
 */
export function shared_chunks(chunks, project) {
	if (project.is_async) return [];
	const stateless = chunks.filter((chunk) => modules_of(chunk).every((id) => is_stateless(id, project) || is_untrack(id, chunk)));
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
 * The modules that something is left of after tree-shaking.
 *
 * @param {Rolldown.OutputChunk} chunk
 */
function modules_of({ modules }) {
	return Object.keys(modules).filter((id) => modules[id].renderedLength > 0);
}
