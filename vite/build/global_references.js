import { bound, lexical } from '../ssr/declarations.js';

/**
 * A use of a name that no declaration, parameter or import of the module gives a meaning: a global.
 *
 * @typedef {object} Use
 * @property {string} name
 * @property {number} start offset in the code
 * @property {boolean} is_test whether it is `typeof name`, which never fails
 * @property {boolean} runs whether it is evaluated with the module, or whenever a component is rendered; not only when
 *   somebody calls a function
 */

const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

/** Rolldown's, around modules that run when they are required or imported */
const WRAPPER = /^__(?:commonJS|esm)/;

/** what Rolldown writes for `require` */
const REQUIRE = '__require';

/** of these only the parts that are listed are evaluated, or can be: the rest are names of something else */
const PARTS = {
	ImportDeclaration: [],
	ExportAllDeclaration: [],
	ExportNamedDeclaration: ['declaration'],
	MetaProperty: [],
	BreakStatement: [],
	ContinueStatement: [],
	LabeledStatement: ['body']
};

/**
 * @param {any} program the syntax tree (ESTree) of an ES module
 * @returns {Use[]} in the order of the code
 */
export function free_names(program) {
	/** @type {Use[]} */
	const uses = [];
	visit(program, { names: new Set(), outer: null }, true, uses);
	return uses;
}

/**
 * @typedef {object} Scope
 * @property {Set<string>} names
 * @property {Scope | null} outer
 */

/**
 * @param {any} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {Use[]} uses
 */
function visit(node, scope, runs, uses) {
	if (Array.isArray(node)) return node.forEach((each) => visit(each, scope, runs, uses));
	if (Object(node) !== node || typeof node.type !== 'string') return;
	if (FUNCTION.test(node.type)) return visit_function(node, scope, runs && is_component(node), uses);
	if (node.type === 'Identifier') return note(node, scope, runs, uses);
	if (node.type === 'CallExpression') return visit_call(node, scope, runs, uses);
	if (node.type === 'TryStatement' && node.handler) return visit([node.handler, node.finalizer], scope, runs, uses); // who tries expects it to fail
	const tested = node.type === 'UnaryExpression' && node.operator === 'typeof' ? bare(node.argument) : null;
	if (tested?.type === 'Identifier') return note(tested, scope, runs, uses, true);
	const inner = scope_of(node, scope);
	for (const key of PARTS[node.type] ?? Object.keys(node)) {
		if (!is_name(node, key)) visit(node[key], inner, runs && !is_of_instances(node, key), uses);
	}
}

/**
 * @param {any} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {Use[]} uses
 */
function note({ name, start }, scope, runs, uses, is_test = false) {
	if (name === REQUIRE) return void uses.push({ name: 'require', start, is_test, runs });
	/** @type {Scope | null} */
	let each = scope;
	while (each && !each.names.has(name)) each = each.outer;
	if (!each) uses.push({ name, start, is_test, runs });
}

/**
 * @param {any} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {Use[]} uses
 */
function visit_function({ type, id, params, body }, scope, runs, uses) {
	const statements = body.type === 'BlockStatement' ? body.body : [];
	const own = type === 'ArrowFunctionExpression' ? [] : ['arguments', ...(id && type === 'FunctionExpression' ? [id.name] : [])];
	const inner = { names: new Set([...own, ...params.flatMap(bound), ...hoisted(statements), ...lexical(statements)]), outer: scope };
	visit([params, body.type === 'BlockStatement' ? statements : body], inner, runs, uses);
}

/**
 * A function that is called where it stands runs with what is around it, as does one that it is given.
 *
 * @param {any} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {Use[]} uses
 */
function visit_call({ callee, arguments: given }, scope, runs, uses) {
	const called = bare(callee);
	const target = called.type === 'MemberExpression' && !called.computed ? bare(called.object) : called;
	const at_once = FUNCTION.test(target.type) || (called.type === 'Identifier' && WRAPPER.test(called.name));
	for (const each of [callee, ...given]) {
		const part = each === callee && FUNCTION.test(target.type) ? target : bare(each);
		if (at_once && FUNCTION.test(part.type)) visit_function(part, scope, runs, uses);
		else if (at_once && part.type === 'ObjectExpression') part.properties.forEach((/** @type {any} */ { value }) => (value && FUNCTION.test(value.type) ? visit_function(value, scope, runs, uses) : visit(value, scope, runs, uses)));
		else visit(each, scope, runs, uses);
	}
}

/** @param {any} node Svelte's compiled components, and parts of them, have the renderer first */
const is_component = ({ params }) => params[0]?.name === '$$renderer';

/** @param {any} node without parentheses */
const bare = (node) => (node.type === 'ParenthesizedExpression' ? bare(node.expression) : node);

/**
 * Whether a part is the name of a property, a function or a class, and no use of a variable.
 *
 * @param {any} node
 * @param {string} key
 */
function is_name(node, key) {
	if (key === 'property') return node.type === 'MemberExpression' && !node.computed;
	return key === 'key' && !node.computed;
}

/**
 * Whether a part is evaluated for each instance of a class.
 *
 * @param {any} node
 * @param {string} key
 */
const is_of_instances = (node, key) => key === 'value' && /^(?:PropertyDefinition|AccessorProperty)$/.test(node.type) && !node.static;

/**
 * @param {any} node
 * @param {Scope} scope
 * @returns {Scope} a new one if the node makes one
 */
function scope_of(node, scope) {
	const names = names_of(node);
	return names.length > 0 ? { names: new Set(names), outer: scope } : scope;
}

/**
 * @param {any} node
 * @returns {string[]} what is declared in it for itself alone
 */
function names_of(node) {
	switch (node.type) {
		case 'Program':
		case 'StaticBlock':
			return [...hoisted(node.body), ...lexical(node.body)];
		case 'BlockStatement':
			return lexical(node.body);
		case 'SwitchStatement':
			return lexical(node.cases.flatMap((/** @type {any} */ { consequent }) => consequent));
		case 'ForStatement':
			return lexical([node.init]);
		case 'ForInStatement':
		case 'ForOfStatement':
			return lexical([node.left]);
		case 'CatchClause':
			return bound(node.param);
		case 'ClassExpression':
			return bound(node.id);
		default:
			return [];
	}
}

/**
 * @param {any} node
 * @returns {string[]} what `var`, and functions in blocks, declare for the whole function
 */
function hoisted(node) {
	if (Array.isArray(node)) return node.flatMap(hoisted);
	if (Object(node) !== node || /^(?:Class|StaticBlock|Property)/.test(node.type) || (FUNCTION.test(node.type) && node.type !== 'FunctionDeclaration')) return [];
	if (node.type === 'FunctionDeclaration') return bound(node.id);
	const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? node.declarations.flatMap((/** @type {any} */ { id }) => bound(id)) : [];
	return [...own, ...Object.values(node).flatMap((each) => (Object(each) === each ? hoisted(each) : []))];
}
