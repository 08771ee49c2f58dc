/** @import { ESTree } from 'vite' */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseSync } from 'vite';
import { children, is_node } from '../ssr/syntax_tree.js';
import { without_require } from '../ssr/typeof_require.js';

/**
 * The placeholder that Vite loads for a CommonJS file, which it does not transform: importers find that module, and
 * module_graph.js sends the file itself to V8. In a build Rolldown makes ES modules of such files.
 */
export const PLACEHOLDER = '"lissome:commonjs";';

/** @param {string} code as Vite has transformed it */
export const is_placeholder = (code) => code.startsWith(PLACEHOLDER);

/**
 * The end of a JSON file's id if it is required: then it is a module of its own, whose exports are the file's value. Vite
 * makes an ES module of any other JSON file; this query is Rollup's for a module that is none.
 */
export const REQUIRED_JSON = '.json?commonjs-proxy';

/**
 * The id of what a CommonJS module requires.
 *
 * @param {string} id as Vite has resolved it
 */
export const required_id = (id) => id.replace(/\.json$/, REQUIRED_JSON);

/**
 * True if a file is a CommonJS module.
 *
 * @param {string} file
 * @param {string} code
 */
export function is_commonjs_file(file, code) {
	if (file.endsWith('.cjs')) return true;
	return (
		file.endsWith('.js') && file.includes('/node_modules/') && !parseSync(file, code).module.hasModuleSyntax
	);
}

/** replaces `import` in `import(…)`, and is as long, so that positions stay */
const DYNAMIC_IMPORT = '$later';

/**
 * A CommonJS file as the body of a module's function. The loader passes it an object with its `exports` in the place of
 * the exports, and `require` in the place of the import function.
 *
 * @param {string} file
 * @param {string} text the content of the file
 * @returns {{ code: string, required: string[], dynamic: string[] }} the body, and the specifiers that it requires and
 *   imports dynamically
 */
export function commonjs_body(file, text) {
	if (file.endsWith('.json')) return { code: wrapped(`module.exports = ${text}`), required: [], dynamic: [] };
	let code = with_node_version(without_require(text.replace(/^#!.*/, ''), 'script'));
	const { required, imported } = requests_in(parseSync(file, code, { sourceType: 'script' }).program);
	for (const { start } of imported)
		code = code.slice(0, start) + DYNAMIC_IMPORT + code.slice(start + DYNAMIC_IMPORT.length);
	return {
		code: wrapped(code),
		required: constant_strings(required.map((node) => node.arguments[0])),
		dynamic: constant_strings(imported.map((node) => node.source))
	};
}

/**
 * Do what `define` does in a build (ssr/environment.js): Vite does not transform these files.
 *
 * @param {string} code
 * @returns {string} as long as before, so that positions stay
 */
const with_node_version = (code) =>
	code.replaceAll(/\bprocess\.versions\.node(?=\.split\b)/g, (found) =>
		JSON.stringify(process.versions.node).padEnd(found.length)
	);

/** @param {string} code */
const wrapped = (code) =>
	`(function (module, exports, require, ${DYNAMIC_IMPORT}) {${code}\n}).call(__vite_ssr_exports__.exports, __vite_ssr_exports__, __vite_ssr_exports__.exports, __vite_ssr_import__, __vite_ssr_dynamic_import__);`;

/**
 * Find calls of `require`, and dynamic imports.
 *
 * @param {unknown} node of a syntax tree
 * @param {{ required: ESTree.CallExpression[], imported: ESTree.ImportExpression[] }} [found]
 */
function requests_in(node, found = { required: [], imported: [] }) {
	if (is_node(node)) {
		if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require')
			found.required.push(node);
		if (node.type === 'ImportExpression') found.imported.push(node);
	}
	for (const each of children(node)) requests_in(each, found);
	return found;
}

/**
 * @param {Array<ESTree.Node | undefined>} nodes
 * @returns {string[]} the values of those that are constant strings
 */
function constant_strings(nodes) {
	const values = nodes.map((node) => {
		if (node?.type === 'TemplateLiteral' && node.quasis.length === 1) return node.quasis[0].value.cooked;
		return node?.type === 'Literal' ? node.value : undefined;
	});
	return [...new Set(values.filter((value) => typeof value === 'string'))];
}

/**
 * True if the default export of a CommonJS module is, for ES modules in this file, all that the module exports, as in
 * Node; false if it is what the module calls `default`. This is Rolldown's rule: true for .mjs, and for .js if
 * package.json says `"type": "module"`.
 *
 * @param {string} file
 */
export function is_node_mode(file) {
	if (/\.m[jt]s$/.test(file)) return true;
	return /\.[jt]sx?$/.test(file) && package_type(path.dirname(file)) === 'module';
}

/**
 * @param {string} folder
 * @returns {string | undefined} the `type` of the nearest package.json
 */
function package_type(folder) {
	const file = path.join(folder, 'package.json');
	if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')).type;
	return folder === path.dirname(folder) ? undefined : package_type(path.dirname(folder));
}
