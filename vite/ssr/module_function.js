/** @import { Rolldown } from 'vite' */
import { moduleRunnerTransform, parseSync } from 'vite';
import { LAZY_GLOBALS, MODULE_PARAMETERS } from '../isolate/loader/module_parameters.js';
import { children, is_node } from './syntax_tree.js';

/** what Vite's transform puts first: exports, and imports in their order */
const HEAD =
	/^(?:\/\/.*\n)?(?:__vite_ssr_exportName__\(.*\n|__vite_ssr_exports__\[.*\n|const \w+ = await __vite_ssr_import__\(.*\n|__vite_ssr_exportAll__\(.*\n)+/;
const IMPORT = /^(const \w+ = )await /gm;
const IMPORT_KEY = '__vite_ssr_import__';
const META = '__vite_ssr_import_meta__';

/** the name of a lazy global, unless it is that of a property */
const LAZY = new RegExp(`(?<![\\w$])(?<!(?<!\\.)\\.)(?:${LAZY_GLOBALS.join('|')})(?![\\w$])`, 'g');

/**
 * A source map, as far as lissome reads it.
 *
 * @typedef {object} SourceMap
 * @property {string} mappings
 * @property {Array<string | null>} sources
 * @property {string[]} names
 */

/**
 * The body of a module's function, with the facts that the loader needs.
 *
 * @typedef {object} ModuleBody
 * @property {string} code line breaks are those of the module
 * @property {boolean} awaits true if it awaits at its top level: then it can only be evaluated asynchronously
 * @property {boolean} uses_meta true if it uses `import.meta`
 */

/**
 * An ES module as the body of a function, in the form of Vite's module runner; isolate/loader/loader.js evaluates it.
 *
 * @typedef {object} ModuleSource
 * @property {SourceMap | null} map
 * @property {string[]} deps specifiers of static imports
 * @property {string[]} dynamic_deps
 *
 * @typedef {ModuleBody & ModuleSource} ModuleFunction
 */

/**
 * Make a function's body of an ES module.
 *
 * @param {string} code
 * @param {Rolldown.SourceMap | null} map
 * @param {string} name for messages
 * @returns {Promise<ModuleFunction>}
 */
export async function module_function(code, map, name) {
	const result = await moduleRunnerTransform(code, map, name, code);
	if (!result) throw new Error(`${name} cannot be transformed`);
	return {
		...describe_body(result.code),
		map: /** @type {SourceMap | null} */ (result.map),
		deps: result.deps ?? [],
		dynamic_deps: result.dynamicDeps ?? []
	};
}

/**
 * @param {string} code a body that Vite has made
 * @returns {ModuleBody}
 */
export function describe_body(code) {
	return { code, awaits: has_top_level_await(code), uses_meta: code.includes(META) };
}

/**
 * Write the function of a module.
 *
 * Vite awaits each import, one after the other. By the language's rules a module that awaits holds up only those that
 * import it: so the loader evaluates imports at once, and an async module pauses after the last of them if it has to.
 * Only a generator can do that without letting other modules go first.
 *
 * The inner block makes a scope of its own for the module's declarations, so that they may have the names of
 * parameters, like `const self`.
 *
 * @param {string} code the body
 * @param {boolean} is_async true if it, or something that it imports, awaits at its top level
 * @param {boolean} awaits true if it does so itself
 * @returns {string} a function expression; the module's own code stays at its line and column
 */
export function function_text(code, is_async, awaits) {
	const { head, rest } = split_head(code);
	const pause = is_async ? `if (${IMPORT_KEY}()) yield;` : '';
	const start = head ? `\n${head.slice(0, -1)}${pause}\n` : `${pause}\n`;
	return `${awaits ? 'async ' : ''}function${is_async ? '*' : ''} (${MODULE_PARAMETERS.join(', ')}) {'use strict';${lazy_globals(code)}{${start}${rest}\n}}`;
}

/**
 * Declare those lazy globals that a module mentions. With `var`, because the module may do so too.
 *
 * @param {string} code
 */
function lazy_globals(code) {
	const names = new Set(code.match(LAZY));
	return names.size > 0 ? `var { ${[...names].join(', ')} } = globalThis;` : '';
}

/**
 * @param {string} code
 * @returns {{ head: string, rest: string }} the imports and exports, without the `await` but as long as before; and
 *   the module's own code
 */
function split_head(code) {
	const body = code.replace(/^#!/, '//');
	const end = HEAD.exec(body)?.[0].length ?? 0;
	return { head: body.slice(0, end).replaceAll(IMPORT, '$1      '), rest: body.slice(end) };
}

/** @param {string} code */
function has_top_level_await(code) {
	const { head, rest } = split_head(code);
	return /\bawait\b/.test(rest) && awaits_at_top_level(parseSync('module.mjs', head + rest).program);
}

/**
 * @param {unknown} node of a syntax tree
 * @returns {boolean}
 */
function awaits_at_top_level(node) {
	if (!is_node(node)) return children(node).some(awaits_at_top_level);
	switch (node.type) {
		case 'AwaitExpression':
			return true;
		case 'ForOfStatement':
			if (node.await) return true;
			break;
		case 'VariableDeclaration':
			if (node.kind === 'await using') return true;
			break;
		case 'FunctionDeclaration':
		case 'FunctionExpression':
		case 'ArrowFunctionExpression':
			return false;
		case 'PropertyDefinition':
			// the value is evaluated for each instance, or in a static initializer, where `await` is forbidden
			return [node.key, ...node.decorators].some(awaits_at_top_level);
	}
	return children(node).some(awaits_at_top_level);
}
