/** The name of the Vite environment whose modules V8 evaluates: the bundle's in a build, single modules in dev. */
export const SSR = 'lissome_ssr';

/**
 * The bundle's entries that are files of isolate/, by name. The app's own entries are its `hooks`, its `params` and
 * its nodes (`n0`, `n1`, …).
 *
 * @type {Record<string, string>}
 */
export const ENTRIES = {
	dispatcher: 'dispatcher.js',
	render: 'render/render.js',
	errors: 'errors.js',
	call: 'call.js',
	env: 'env.js'
};

/**
 * The environment's options for resolving modules. All of them are bundled, and none of Node's is there.
 *
 * @param {'production' | 'development'} mode
 */
export const resolve_options = (mode) => ({
	noExternal: /** @type {const} */ (true),
	// `workerd` selects the server files of kit's runtime that need no module of Node's
	conditions: ['svelte', 'workerd', 'module', mode],
	builtins: []
});
