/**
 * What Vite's module runner gives to a module that `moduleRunnerTransform` has made a function's body of, in
 * Vite's order and under its names: exports, import.meta, import, dynamic import, `export *`, and one export.
 */
const OF_MODULES = [
	'__vite_ssr_exports__',
	'__vite_ssr_import_meta__',
	'__vite_ssr_import__',
	'__vite_ssr_dynamic_import__',
	'__vite_ssr_exportAll__',
	'__vite_ssr_exportName__'
];

/** What belongs to one render alone: its line to Python, and its globals. */
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

/** The parameters of each module's function, in the order in which loader.js passes them. */
export const PARAMETERS = [...OF_MODULES, ...OF_A_RENDER];
