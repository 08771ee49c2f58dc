/** @import { ESTree } from 'vite' */
import { isBuiltin } from 'node:module';
import { parseSync } from 'vite';
import { children, is_node } from './syntax_tree.js';

/** a quick test of what is worth parsing: esbuild's name for `require`, and Node's function that makes one */
const HINT = /\b(?:__require|createRequire)\b/;

/** the beginnings of the names of imports; with a number they are shorter than any call that they replace */
const PREFIXES = ['__b', '_$b', '$_b', '$$b'];

/**
 * Replace calls of `require` in an ES module by imports, if they name builtins of Node's. Bundlers write such calls when
 * they make ES modules of CommonJS packages: with a function `__require`, or one that `createRequire` has made.
 *
 * @param {string} code
 * @returns {string} the code of each line stays where it is
 */
export function with_builtin_imports(code) {
	if (!HINT.test(code)) return code;
	const { program, module } = parseSync('module.js', code);
	if (!module.hasModuleSyntax) return code;
	/** @type {string[]} */
	const names = [];
	const prefix = PREFIXES.find((each) => !code.includes(each)) ?? PREFIXES[0];
	let result = code;
	for (const { start, end, id } of builtin_calls(program)) {
		if (!names.includes(id)) names.push(id);
		const name = `${prefix}${names.indexOf(id)}`;
		// what is left of the call is blank, but for its line breaks
		const rest = code.slice(start + name.length, end).replaceAll(/\S/g, ' ');
		result = result.slice(0, start) + name + rest + result.slice(end);
	}
	const imports = names.map((id, i) => `\nimport ${prefix}${i} from ${JSON.stringify(id)};`);
	return result + imports.join('');
}

/**
 * Find calls that require a builtin. What such a function is called is not known, but it says that it requires.
 *
 * @param {unknown} node of a syntax tree
 * @returns {Array<{ start: number, end: number, id: string }>}
 */
function builtin_calls(node) {
	if (is_node(node) && node.type === 'CallExpression') {
		const { callee, start, end } = node;
		const [argument] = node.arguments;
		const id = argument?.type === 'Literal' ? String(argument.value) : '';
		// also of `createRequire(…)(…)`
		if (isBuiltin(id) && /require$/i.test(name_of(callee.type === 'CallExpression' ? callee.callee : callee)))
			return [{ start, end, id }];
	}
	return children(node).flatMap(builtin_calls);
}

/**
 * @param {ESTree.Expression} node
 * @returns {string} without the number that a bundler has put after it
 */
function name_of(node) {
	const name = node.type === 'MemberExpression' ? node.property : node;
	return name.type === 'Identifier' ? name.name.replace(/\$?\d*$/, '') : '';
}
