import { parseSync } from 'vite';
import { children, is_node } from './syntax_tree.js';

/** a quick test of what is worth parsing */
const TYPEOF = /\btypeof[\s(]+require\b/;

/**
 * Replace `typeof require` by its value in an ES module, which has no `require`. Rolldown puts a function of its own in
 * the place of `require`, and libraries would take V8 for Node.
 *
 * @param {string} code
 * @param {'module' | 'script'} [kind]
 * @returns {string} as long as before, so that positions stay
 */
export function without_require(code, kind = 'module') {
	if (!TYPEOF.test(code)) return code;
	let result = code;
	for (const { start, end } of tests_of_require(parseSync('module.js', code, { sourceType: kind }).program)) {
		result = result.slice(0, start) + '"undefined"'.padEnd(end - start) + result.slice(end);
	}
	return result;
}

/**
 * @param {unknown} node of a syntax tree
 * @returns {Array<{ start: number, end: number }>} the positions of `typeof require`
 */
function tests_of_require(node) {
	if (
		is_node(node) &&
		node.type === 'UnaryExpression' &&
		node.operator === 'typeof' &&
		is_require(node.argument)
	)
		return [node];
	return children(node).flatMap(tests_of_require);
}

/**
 * @param {import('vite').ESTree.Expression} node
 * @returns {boolean}
 */
function is_require(node) {
	if (node.type === 'ParenthesizedExpression') return is_require(node.expression);
	return node.type === 'Identifier' && node.name === 'require';
}
