/**
 * What each chunk gets besides `require`, `module` and `exports`, in the order in which loader.js passes
 * it: the render's line to Python, and the globals that belong to the render alone.
 */
export const PARAMETERS = [
	'__lissome_host',
	'globalThis',
	'self',
	'fetch',
	'console',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval'
];
