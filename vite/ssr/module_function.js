/** @import { Rolldown } from 'vite' */
import { moduleRunnerTransform, parseSync } from 'vite';
import { PARAMETERS } from '../isolate/loader/module_parameters.js';

/** what Vite puts before everything else: exports, and imports in their order */
const HEAD = /^(?:\/\/.*\n)?(?:__vite_ssr_exportName__\(.*\n|__vite_ssr_exports__\[.*\n|const \w+ = await __vite_ssr_import__\(.*\n|__vite_ssr_exportAll__\(.*\n)+/;
const IMPORT = /^(const \w+ = )await /gm;
const IMPORT_KEY = '__vite_ssr_import__';
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
 * Vite awaits each import, one after the other. In the language only modules that await hold others up, and only
 * those that import them: so the loader evaluates imports at once, and an async module pauses after the last of them
 * if it has to, which only a generator can do without letting others go first.
 *
 * The block is what makes a top of it on which a module may declare the parameters' names, like `const self`.
 *
 * @param {string} code the body
 * @param {boolean} is_async whether it, or something that it imports, awaits at its top
 * @param {boolean} awaits whether it does so itself
 * @returns {string} a function expression; code that people have written stays at its line and column
 */
export function function_text(code, is_async, awaits) {
	const { head, rest } = parted(code);
	const pause = is_async ? `if (${IMPORT_KEY}()) yield;` : '';
	const start = head ? `\n${head.slice(0, -1)}${pause}\n` : `${pause}\n`;
	return `${awaits ? 'async ' : ''}function${is_async ? '*' : ''} (${PARAMETERS.join(', ')}) {'use strict';{${start}${rest}\n}}`;
}

/**
 * @param {string} code
 * @returns {{ head: string, rest: string }} the imports in it without their `await`, as long as before
 */
function parted(code) {
	const body = code.replace(/^#!/, '//');
	const end = HEAD.exec(body)?.[0].length ?? 0;
	return { head: body.slice(0, end).replace(IMPORT, '$1      '), rest: body.slice(end) };
}

/** @param {string} code */
function awaits(code) {
	const { head, rest } = parted(code);
	return /\bawait\b/.test(rest) && awaits_at_top(parseSync('module.mjs', head + rest).program);
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
