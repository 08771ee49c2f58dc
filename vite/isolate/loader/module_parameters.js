/**
 * The parameters that Vite's module runner passes to the function of a module that `moduleRunnerTransform` has
 * transformed, in Vite's order and under its names: exports, import.meta, import, dynamic import, `export *`, and one
 * export.
 */
const OF_VITE = [
	'__vite_ssr_exports__',
	'__vite_ssr_import_meta__',
	'__vite_ssr_import__',
	'__vite_ssr_dynamic_import__',
	'__vite_ssr_exportAll__',
	'__vite_ssr_exportName__'
];

/** The globals that belong to one render only: the own properties of its global object (../globals.js). */
export const RENDER_GLOBALS = [
	'globalThis',
	'self',
	'global',
	'fetch',
	'console',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval'
];

/**
 * Globals that are made for a render when one of its modules needs them. They are no parameters, because most modules
 * mention none of them (ssr/module_function.js).
 */
export const LAZY_GLOBALS = [
	'AbortSignal',
	'BroadcastChannel',
	'MessageChannel',
	'PerformanceObserver',
	'clearImmediate',
	'performance',
	'process',
	'reportError',
	'setImmediate'
];

/** The parameters of each module's function, in the order in which namespaces.js passes them. */
export const MODULE_PARAMETERS = [...OF_VITE, '__lissome_render', ...RENDER_GLOBALS];
