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
	// `workerd` selects the server files of kit's runtime that need no module of Node's; both select the builds of packages
	// for servers without a system. Not `browser`, nor the field of that name: such builds need a DOM, or lack what servers
	// use (docs/internals/rendering.md).
	conditions: ['svelte', 'workerd', 'worker', 'module', mode],
	builtins: []
});

/**
 * The environment's `define` and `keepProcessEnv`: V8 has a `process` (isolate/process.js), and what libraries ask of it
 * most is known already, so that what is not needed in this mode is left out.
 *
 * @param {'production' | 'development'} mode
 */
export const process_options = (mode) => ({
	keepProcessEnv: true,
	define: {
		...Object.fromEntries(
			['', 'global.', 'globalThis.'].map((object) => [`${object}process.env.NODE_ENV`, JSON.stringify(mode)])
		),
		// whoever asks whether this is Node learns that it is not; whoever takes Node for granted, and asks which one it is
		// to choose between syntax old and new, gets the version of the builtins' names (builtin_description.js)
		'process.versions.node.split': `${JSON.stringify(process.versions.node)}.split`
	}
});
