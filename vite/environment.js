/** Vite's environment for what V8 renders with: the bundle's in a build, and that of the modules in dev. */
export const SSR = 'lissome_ssr';

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
