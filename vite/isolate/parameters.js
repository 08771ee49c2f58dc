/** the globals that each graph gets as parameters of its chunks, in the order in which loader.js passes them */
export const PARAMETERS = [
	'globalThis',
	'fetch',
	'console',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval'
];
