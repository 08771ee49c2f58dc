/** @import { Plugin } from 'vite' */

/** kit's module of all variables that src/env.js declares */
const CONFIG = /\/generated\/build\/env\/config\.js$/;

/**
 * Lets an app be built where its environment is not: on a machine without the secrets.
 *
 * kit runs the server that it has built, to analyse it, and gives it the variables first. Here that server is
 * never run again, so whatever is missing or invalid does not matter yet: Python checks it when the app starts.
 *
 * @returns {Plugin}
 */
export function env_plugin() {
	return {
		name: 'lissome:env',
		apply: 'build',
		transform: {
			filter: { id: CONFIG },
			handler: (code) => ({ code: without_last(code, 'handle_issues(issues);'), map: null })
		}
	};
}

/**
 * @param {string} code the last thing in it is `set_env`, and the last thing in that is the check
 * @param {string} check
 */
function without_last(code, check) {
	const at = code.lastIndexOf(check);
	if (at < code.indexOf('function set_env(')) throw new Error(`kit's ${CONFIG.source} is not what it was in 3.2`);
	return code.slice(0, at) + code.slice(at + check.length);
}
