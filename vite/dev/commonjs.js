import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { without_require } from '../ssr/typeof_require.js';

/**
 * What Vite is given in the place of a CommonJS file, which it does not transform: its importers find that, and
 * dev_modules.js hands the file itself to V8. In a build Rolldown makes ES modules of such files.
 */
export const STAND_IN = '"lissome:commonjs";';

/** @param {string} code as Vite has transformed it */
export const is_commonjs = (code) => code.startsWith(STAND_IN);

/**
 * @param {string} file
 * @param {string} code
 */
export function is_commonjs_file(file, code) {
	if (file.endsWith('.cjs')) return true;
	return file.endsWith('.js') && file.includes('/node_modules/') && !parseSync(file, code).module.hasModuleSyntax;
}

/** stands for `import` in `import(…)`, and is as long, so that positions stay */
const LATER = '$later';

/**
 * A CommonJS file as the body of a function, and what it requires. isolate/loader.js gives it an object with its
 * `exports` in the place of its exports, and `require` in the place of its imports.
 *
 * @param {string} file
 * @param {string} text what is in it
 * @returns {{ code: string, required: string[], dynamic: string[] }} also what it imports dynamically
 */
export function commonjs_body(file, text) {
	if (file.endsWith('.json')) return { code: wrapped(`module.exports = ${text}`), required: [], dynamic: [] };
	let code = without_require(text.replace(/^#!.*/, ''), 'script');
	const { calls, imports } = requests(parseSync(file, code, { sourceType: 'script' }).program);
	for (const { start } of imports) code = code.slice(0, start) + LATER + code.slice(start + LATER.length);
	return { code: wrapped(code), required: names_in(calls.map((node) => node.arguments[0])), dynamic: names_in(imports.map((node) => node.source)) };
}

/** @param {string} code */
const wrapped = (code) =>
	`(function (module, exports, require, ${LATER}) {${code}\n}).call(__vite_ssr_exports__.exports, __vite_ssr_exports__, __vite_ssr_exports__.exports, __vite_ssr_import__, __vite_ssr_dynamic_import__);`;

/**
 * @param {any} node of a syntax tree
 * @param {{ calls: any[], imports: any[] }} [found]
 * @returns {{ calls: any[], imports: any[] }} calls of `require`, and dynamic imports
 */
function requests(node, found = { calls: [], imports: [] }) {
	if (node.type === 'CallExpression' && node.callee.name === 'require') found.calls.push(node);
	if (node.type === 'ImportExpression') found.imports.push(node);
	for (const each of Object.values(node)) if (Object(each) === each) requests(each, found);
	return found;
}

/**
 * @param {any[]} nodes what is required
 * @returns {string[]} of these the texts
 */
function names_in(nodes) {
	const texts = nodes.map((node) => (node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : node?.value));
	return [...new Set(texts.filter((text) => typeof text === 'string'))];
}

/**
 * Whether the default export of a CommonJS module is, for ES modules in this file, all that it exports, as in Node;
 * else it is what the module calls `default`. Rolldown's rule: for .mjs, and for .js where package.json says `module`.
 *
 * @param {string} file
 */
export function is_node_mode(file) {
	if (/\.m[jt]s$/.test(file)) return true;
	return /\.[jt]sx?$/.test(file) && type_of(path.dirname(file)) === 'module';
}

/**
 * @param {string} folder
 * @returns {string | undefined} the `type` of the nearest package.json
 */
function type_of(folder) {
	const file = path.join(folder, 'package.json');
	if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')).type;
	return folder === path.dirname(folder) ? undefined : type_of(path.dirname(folder));
}
