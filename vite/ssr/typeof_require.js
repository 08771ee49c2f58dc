/** @import { Plugin } from 'vite' */
import { parseSync } from 'vite';
import { SSR } from './environment.js';

/** what is worth to be parsed */
const TYPEOF = /\btypeof[\s(]+require\b/;

/**
 * `typeof require` is that of an ES module, which sees none. Rolldown puts a function of its own into the place of
 * `require`, and libraries would take V8 for Node.
 *
 * @param {string} code
 * @param {'module' | 'script'} [kind]
 * @returns {string} as long as before, so that positions stay
 */
export function without_require(code, kind = 'module') {
	if (!TYPEOF.test(code)) return code;
	let result = code;
	for (const { start, end } of questions(parseSync('module.js', code, { sourceType: kind }).program)) {
		result = result.slice(0, start) + '"undefined"'.padEnd(end - start) + result.slice(end);
	}
	return result;
}

/**
 * @param {any} node of a syntax tree
 * @returns {Array<{ start: number, end: number }>} where `typeof require` stands
 */
function questions(node) {
	if (Array.isArray(node)) return node.flatMap(questions);
	if (Object(node) !== node) return [];
	if (node.type === 'UnaryExpression' && node.operator === 'typeof' && is_require(node.argument)) return [node];
	return Object.values(node).flatMap((each) => (Object(each) === each ? questions(each) : []));
}

/**
 * @param {any} node
 * @returns {boolean}
 */
const is_require = (node) => (node.type === 'ParenthesizedExpression' ? is_require(node.expression) : node.name === 'require');

/** @returns {Plugin} */
export function typeof_require_plugin() {
	return {
		name: 'lissome:typeof-require',
		transform: {
			filter: { code: TYPEOF },
			handler(code) {
				if (this.environment.name === SSR) return { code: without_require(code), map: null };
			}
		}
	};
}
