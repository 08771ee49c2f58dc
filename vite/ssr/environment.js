/** Vite's environment for what V8 renders with: the bundle's in a build, and that of the modules in dev. */
export const SSR = 'lissome_ssr';

/** The bundle's entries that are files of isolate/, by name; the others are the app's hooks, params and nodes. */
export const ENTRIES = {
	dispatcher: 'dispatcher.js',
	render: 'render/render.js',
	errors: 'errors.js',
	call: 'call.js',
	env: 'env.js'
};

/**
 * How it finds modules. All of them are in the bundle; nothing is there that Node has.
 *
 * @param {'production' | 'development'} mode
 */
export const resolve_options = (mode) => ({
	noExternal: /** @type {const} */ (true),
	// `workerd` picks the server files of kit's runtime without Node's modules
	conditions: ['svelte', 'workerd', 'module', mode],
	builtins: []
});
