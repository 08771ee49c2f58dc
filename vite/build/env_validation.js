/** @import { Plugin } from 'vite' */

/** kit's generated module of all variables that src/env.js declares */
const CONFIG = /\/generated\/build\/env\/config\.js$/;

/**
 * Removes kit's validation of the environment from the build, so that an app can be built on a machine without its
 * secrets.
 *
 * kit runs the server that it has built, to analyse it, and passes it the variables first. lissome never runs that
 * server again, so a missing or invalid variable does not matter yet: Python validates it when the app starts.
 *
 * @returns {Plugin}
 */
export function env_validation_plugin() {
	return {
		name: 'lissome:env-validation',
		apply: 'build',
		transform: {
			filter: { id: CONFIG },
			handler: (code) => ({ code: without_last(code, 'handle_issues(issues);'), map: null })
		}
	};
}

/**
 * @param {string} code ends with `set_env`, whose last statement is the check
 * @param {string} check
 */
function without_last(code, check) {
	const at = code.lastIndexOf(check);
	if (at < code.indexOf('function set_env('))
		throw new Error(`kit's ${CONFIG.source} is not what it was in 3.2`);
	return code.slice(0, at) + code.slice(at + check.length);
}
