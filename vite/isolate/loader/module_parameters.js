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

/** What belongs to one render only: its host, and its globals. */
const OF_A_RENDER = [
	'__lissome_host',
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

/** The parameters of each module's function, in the order in which the loader passes them. */
export const MODULE_PARAMETERS = [...OF_VITE, ...OF_A_RENDER];
