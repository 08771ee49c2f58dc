import { uneval } from 'devalue';
import { MISSING, validate } from 'lissome:kit/exports/internal/env.js';
import { explicit_public_env, rendered_env, variables } from 'lissome:environment';

/**
 * The environment as the server needs it, once at its start.
 *
 * @typedef {object} Environment
 * @property {Record<string, string[]>} problems what is wrong, by variable; if there is anything, the rest is missing
 * @property {string} [dynamic] the dynamic public variables, as a JavaScript expression
 * @property {Record<string, string>} [texts] all public variables, for app.html
 */

/** @typedef {Record<string, Array<{ message: string }>>} Issues by variable */

/**
 * Validate the variables that src/env.js declares, by its schemas and kit's rules.
 *
 * @param {Record<string, string> | undefined} values of the dynamic variables that are set; undefined in dev: Vite has
 *   read and validated them
 * @returns {Environment}
 */
export function read_environment(values) {
	const dynamic = values ? {} : rendered_env;
	const problems = values ? check(values, dynamic) : {};
	if (Object.keys(problems).length > 0) return { problems };
	const texts = Object.entries({ ...explicit_public_env, ...dynamic }).map(([name, value]) => [
		name,
		String(value ?? '')
	]);
	return { problems, dynamic: uneval(dynamic), texts: Object.fromEntries(texts) };
}

/**
 * @param {Record<string, string>} values
 * @param {Record<string, unknown>} dynamic the public ones are added to it
 * @returns {Record<string, string[]>} the problems
 */
function check(values, dynamic) {
	/** @type {Issues} */
	const issues = {};
	for (const [name, config] of Object.entries(variables)) {
		if (config.static) continue;
		const value = validate(variables, values[name], name, issues);
		if (config.public && !issues[name]) check_type(name, (dynamic[name] = value), issues);
	}
	return Object.fromEntries(Object.entries(issues).map(([name, list]) => [name, list.map(describe)]));
}

/**
 * Check that a public variable can be sent to the browser, which gets it as a part of the page's script.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {Issues} issues
 */
function check_type(name, value, issues) {
	try {
		uneval(value);
	} catch {
		issues[name] = [
			{
				message: `its schema makes ${Object.prototype.toString.call(value)} of it, which cannot be sent to the browser`
			}
		];
	}
}

/** @param {{ message: string }} issue */
function describe(issue) {
	return issue === MISSING
		? 'is missing. If it is optional, give it a schema that takes undefined.'
		: issue.message;
}
