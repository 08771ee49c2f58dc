import { with_code } from './node_error.js';

/** Node's `module`: its own names are there, its modules are not. */
export function create() {
	/** @type {any} any: it gets more from Node's own module */
	const Module = function () {
		throw with_code(
			new Error('new Module() was called while rendering: V8 loads no files. Import the module instead.'),
			'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'
		);
	};
	return Object.assign(Module, {
		createRequire: () =>
			Object.assign(require, { resolve: refuse_module, cache: {}, extensions: {}, main: undefined }),
		isBuiltin: (/** @type {string} */ id) =>
			Module.builtinModules.some((/** @type {string} */ name) => id === name || id === `node:${name}`)
	});
}

/** @param {string} id */
const require = (id) => refuse_module(id);

/**
 * @param {string} id
 * @returns {never}
 */
function refuse_module(id) {
	throw with_code(
		new Error(
			`require('${id}') of a require that createRequire() made: V8 has no files to load while a page is rendered. Import the module instead.`
		),
		'MODULE_NOT_FOUND'
	);
}
