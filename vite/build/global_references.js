/** @import { ESTree } from 'vite' */
import { bound_names, children, declared_names, is_node, unparenthesized } from '../ssr/syntax_tree.js';

/**
 * A reference to a global: a name that no declaration, parameter or import of the module binds.
 *
 * @typedef {object} GlobalReference
 * @property {string} name
 * @property {number} start offset in the code
 * @property {boolean} is_test true for `typeof name`, which never fails
 * @property {boolean} runs true if it is evaluated with the module, or whenever a component is rendered; false if only
 *   when a function is called
 */

/**
 * The names that a part of the code binds, and those around it.
 *
 * @typedef {object} Scope
 * @property {Set<string>} names
 * @property {Scope | null} outer
 */

/** @typedef {ESTree.Function | ESTree.ArrowFunctionExpression} FunctionNode */

/** Rolldown's helpers around modules that run when they are required or imported */
const WRAPPER = /^__(?:commonJS|esm)/;

/** what Rolldown writes for `require` */
const REQUIRE = '__require';

/**
 * The parts of nodes that are expressions or statements. The other parts of these nodes are names of something else.
 *
 * @type {Record<string, string[]>}
 */
const EVALUATED_PARTS = {
	ImportDeclaration: [],
	ExportAllDeclaration: [],
	ExportNamedDeclaration: ['declaration'],
	MetaProperty: [],
	BreakStatement: [],
	ContinueStatement: [],
	LabeledStatement: ['body']
};

/**
 * Find the references to globals in an ES module.
 *
 * @param {ESTree.Program} program
 * @returns {GlobalReference[]} in the order of the code
 */
export function global_references(program) {
	/** @type {GlobalReference[]} */
	const found = [];
	visit(program, { names: new Set(), outer: null }, true, found);
	return found;
}

/**
 * @param {unknown} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {GlobalReference[]} found
 */
function visit(node, scope, runs, found) {
	if (Array.isArray(node)) return node.forEach((each) => visit(each, scope, runs, found));
	if (!is_node(node)) return;
	if (is_function(node)) return visit_function(node, scope, runs && is_component(node), found);
	switch (node.type) {
		case 'Identifier':
			return visit_name(node, scope, runs, found);
		case 'CallExpression':
			return visit_call(node, scope, runs, found);
		case 'TryStatement':
			if (!node.handler) break;
			// the code in a `try` is expected to fail
			return visit([node.handler, node.finalizer], scope, runs, found);
		case 'UnaryExpression': {
			const tested = node.operator === 'typeof' ? unparenthesized(node.argument) : null;
			if (tested?.type === 'Identifier') return visit_name(tested, scope, runs, found, true);
		}
	}
	const inner = scope_of(node, scope);
	for (const key of EVALUATED_PARTS[node.type] ?? Object.keys(node)) {
		const part = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (node))[key];
		if (!is_name(node, key)) visit(part, inner, runs && !is_of_instances(node, key), found);
	}
}

/**
 * @param {{ name: string, start: number }} identifier
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {GlobalReference[]} found
 * @param {boolean} [is_test]
 */
function visit_name({ name, start }, scope, runs, found, is_test = false) {
	if (name === REQUIRE) return void found.push({ name: 'require', start, is_test, runs });
	/** @type {Scope | null} */
	let each = scope;
	while (each && !each.names.has(name)) each = each.outer;
	if (!each) found.push({ name, start, is_test, runs });
}

/**
 * @param {FunctionNode} node
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {GlobalReference[]} found
 */
function visit_function({ type, id, params, body }, scope, runs, found) {
	const statements = body?.type === 'BlockStatement' ? body.body : [];
	const own =
		type === 'ArrowFunctionExpression'
			? []
			: ['arguments', ...(id && type === 'FunctionExpression' ? [id.name] : [])];
	const names = [
		...own,
		...params.flatMap(bound_names),
		...hoisted_names(statements),
		...declared_names(statements)
	];
	const inner = { names: new Set(names), outer: scope };
	visit([params, body?.type === 'BlockStatement' ? statements : body], inner, runs, found);
}

/**
 * Visit a call. A function that is called where it is written runs with the code around it, as do functions that are
 * its arguments.
 *
 * @param {ESTree.CallExpression} call
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {GlobalReference[]} found
 */
function visit_call({ callee, arguments: given }, scope, runs, found) {
	const called = unparenthesized(callee);
	const target =
		called.type === 'MemberExpression' && !called.computed ? unparenthesized(called.object) : called;
	const runs_now = is_function(target) || (called.type === 'Identifier' && WRAPPER.test(called.name));
	for (const each of [callee, ...given]) {
		const part = each === callee && is_function(target) ? target : unparenthesized(each);
		if (runs_now && is_function(part)) visit_function(part, scope, runs, found);
		else if (runs_now && part.type === 'ObjectExpression') visit_methods(part, scope, runs, found);
		else visit(each, scope, runs, found);
	}
}

/**
 * @param {ESTree.ObjectExpression} object
 * @param {Scope} scope
 * @param {boolean} runs
 * @param {GlobalReference[]} found
 */
function visit_methods({ properties }, scope, runs, found) {
	for (const property of properties) {
		if (property.type === 'SpreadElement') continue;
		const { value } = property;
		if (is_function(value)) visit_function(value, scope, runs, found);
		else visit(value, scope, runs, found);
	}
}

/**
 * @param {ESTree.Node} node
 * @returns {node is FunctionNode}
 */
function is_function(node) {
	return (
		node.type === 'FunctionDeclaration' ||
		node.type === 'FunctionExpression' ||
		node.type === 'ArrowFunctionExpression'
	);
}

/**
 * True for Svelte's compiled components and parts of them: their first parameter is the renderer.
 *
 * @param {FunctionNode} node
 */
const is_component = ({ params: [first] }) => first?.type === 'Identifier' && first.name === '$$renderer';

/**
 * True if a part is the name of a property, and not a reference.
 *
 * @param {ESTree.Node} node
 * @param {string} key
 */
function is_name(node, key) {
	if (key === 'property') return node.type === 'MemberExpression' && !node.computed;
	return key === 'key' && !('computed' in node && node.computed);
}

/**
 * True if a part is evaluated for each instance of a class.
 *
 * @param {ESTree.Node} node
 * @param {string} key
 */
const is_of_instances = (node, key) =>
	key === 'value' && (node.type === 'PropertyDefinition' || node.type === 'AccessorProperty') && !node.static;

/**
 * @param {ESTree.Node} node
 * @param {Scope} scope
 * @returns {Scope} a new one if the node makes one
 */
function scope_of(node, scope) {
	const names = scoped_names(node);
	return names.length > 0 ? { names: new Set(names), outer: scope } : scope;
}

/**
 * @param {ESTree.Node} node
 * @returns {string[]} the names that are declared in the node's own scope
 */
function scoped_names(node) {
	switch (node.type) {
		case 'Program':
		case 'StaticBlock':
			return [...hoisted_names(node.body), ...declared_names(node.body)];
		case 'BlockStatement':
			return declared_names(node.body);
		case 'SwitchStatement':
			return declared_names(node.cases.flatMap(({ consequent }) => consequent));
		case 'ForStatement':
			return declared_names([node.init]);
		case 'ForInStatement':
		case 'ForOfStatement':
			return declared_names([node.left]);
		case 'CatchClause':
			return bound_names(node.param);
		case 'ClassExpression':
			return bound_names(node.id);
		default:
			return [];
	}
}

/**
 * The names that `var`, and functions in blocks, declare for the whole function.
 *
 * @param {unknown} node
 * @returns {string[]}
 */
function hoisted_names(node) {
	if (!is_node(node)) return children(node).flatMap(hoisted_names);
	if (node.type === 'FunctionDeclaration') return bound_names(node.id);
	if (is_function(node) || /^(?:Class|StaticBlock|Property)/.test(node.type)) return [];
	const own =
		node.type === 'VariableDeclaration' && node.kind === 'var'
			? node.declarations.flatMap(({ id }) => bound_names(id))
			: [];
	return [...own, ...children(node).flatMap(hoisted_names)];
}
