import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { without_require } from './typeof_require.js';

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

/**
 * A CommonJS file as the body of a function, and what it requires. isolate/loader.js gives it an object with its
 * `exports` in the place of its exports, and `require` in the place of its imports.
 *
 * @param {string} file
 * @returns {{ code: string, required: string[] }}
 */
export function commonjs_body(file) {
	const text = fs.readFileSync(file, 'utf8');
	const is_json = file.endsWith('.json');
	const code = is_json ? `module.exports = ${text}` : without_require(text.replace(/^#!.*/, ''));
	const required = is_json ? [] : [...new Set(required_in(parseSync(file, code, { sourceType: 'script' }).program))];
	const body = `(function (module, exports, require) {${code}\n}).call(__vite_ssr_exports__.exports, __vite_ssr_exports__, __vite_ssr_exports__.exports, __vite_ssr_import__);`;
	return { code: body, required };
}

/**
 * @param {any} node of a syntax tree
 * @returns {string[]} what is required by a text
 */
function required_in(node) {
	if (Array.isArray(node)) return node.flatMap(required_in);
	if (Object(node) !== node) return [];
	const [argument] = node.type === 'CallExpression' && node.callee.name === 'require' ? node.arguments : [];
	const own = typeof argument?.value === 'string' ? [argument.value] : [];
	return [...own, ...Object.values(node).flatMap((each) => (Object(each) === each ? required_in(each) : []))];
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
