/** @import { Rolldown } from 'vite' */
import { moduleRunnerTransform, parseSync } from 'vite';
import { PARAMETERS } from './isolate/parameters.js';

const IMPORT = /^(const \w+ = )await (?=__vite_ssr_import__\()/gm;
const META = '__vite_ssr_import_meta__';

/**
 * An ES module as the body of a function, in the form of Vite's module runner (isolate/loader.js evaluates it).
 *
 * @typedef {object} ModuleFunction
 * @property {string} code the body; line breaks are those of the module
 * @property {Rolldown.SourceMap | null} map
 * @property {string[]} deps specifiers of static imports
 * @property {string[]} dynamic_deps
 * @property {boolean} awaits whether it awaits at its top: then it can only be evaluated asynchronously
 * @property {boolean} uses_meta whether it looks at `import.meta`
 */

/**
 * @param {string} code an ES module
 * @param {any} map its source map
 * @param {string} name for messages
 * @returns {Promise<ModuleFunction>}
 */
export async function module_function(code, map, name) {
	const result = await moduleRunnerTransform(code, map ?? null, name, code);
	if (!result) throw new Error(`${name} cannot be transformed`);
	return { ...describe(result.code), map: /** @type {any} */ (result.map), deps: result.deps ?? [], dynamic_deps: result.dynamicDeps ?? [] };
}

/**
 * What has to be known of a body that Vite has made: see `ModuleFunction`.
 *
 * @param {string} code
 */
export function describe(code) {
	return { code, awaits: awaits(code), uses_meta: code.includes(META) };
}

/**
 * @param {string} code the body
 * @param {boolean} is_async whether it, or something that it imports, awaits at its top. Everything else is evaluated
 *   at once: Vite awaits each import, and a render that waits for nothing need not wait
 * @returns {string} a function expression
 */
export function function_text(code, is_async) {
	// as long as before, so that positions stay
	const body = is_async ? code : code.replace(IMPORT, '$1      ');
	return `${is_async ? 'async ' : ''}function (${PARAMETERS.join(', ')}) {'use strict';\n${body}\n}`;
}

/** @param {string} code */
function awaits(code) {
	const rest = code.replace(IMPORT, '');
	return /\bawait\b/.test(rest) && awaits_at_top(parseSync('module.mjs', rest).program);
}

/**
 * @param {any} node of a syntax tree
 * @returns {boolean}
 */
function awaits_at_top(node) {
	if (Array.isArray(node)) return node.some(awaits_at_top);
	if (Object(node) !== node) return false;
	if (node.type === 'AwaitExpression' || node.await === true || node.kind === 'await using') return true;
	if (/^(?:Function|ArrowFunction)/.test(node.type)) return false;
	return Object.entries(node).some(([key, value]) => Object(value) === value && (key !== 'value' || node.type !== 'PropertyDefinition') && awaits_at_top(value));
}
