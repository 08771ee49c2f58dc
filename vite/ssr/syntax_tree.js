/** @import { ESTree } from 'vite' */

/**
 * True for a node of a syntax tree, as opposed to a list of nodes or a plain value.
 *
 * @param {unknown} value
 * @returns {value is ESTree.Node}
 */
export const is_node = (value) =>
	Object(value) === value && typeof (/** @type {any} */ (value).type) === 'string';

/**
 * The objects that a node or a list of nodes refers to.
 *
 * @param {unknown} node
 * @returns {object[]} nodes, and lists of nodes
 */
export const children = (node) =>
	Object(node) === node
		? Object.values(/** @type {object} */ (node)).filter((each) => Object(each) === each)
		: [];

/**
 * A node without the parentheses around it.
 *
 * @template {ESTree.Node} T
 * @param {T} node
 * @returns {ESTree.Node}
 */
export const unparenthesized = (node) =>
	node.type === 'ParenthesizedExpression' ? unparenthesized(node.expression) : node;

/**
 * The names that statements declare in their own scope: imports, variables, functions and classes.
 *
 * @param {ReadonlyArray<ESTree.Node | null | undefined>} statements
 * @returns {string[]}
 */
export function declared_names(statements) {
	return statements.flatMap((statement) => {
		const node =
			statement && 'declaration' in statement && statement.declaration ? statement.declaration : statement;
		switch (node?.type) {
			case 'ImportDeclaration':
				return node.specifiers.map(({ local }) => local.name);
			case 'VariableDeclaration':
				return node.declarations.flatMap(({ id }) => bound_names(id));
			case 'FunctionDeclaration':
			case 'ClassDeclaration':
				return bound_names(node.id);
			default:
				return [];
		}
	});
}

/**
 * The names that a pattern binds (BoundNames in ECMA-262).
 *
 * @param {ESTree.Node | null | undefined} pattern
 * @returns {string[]}
 */
export function bound_names(pattern) {
	switch (pattern?.type) {
		case 'Identifier':
			return [pattern.name];
		case 'ObjectPattern':
			return pattern.properties.flatMap((each) =>
				bound_names(each.type === 'RestElement' ? each.argument : each.value)
			);
		case 'ArrayPattern':
			return pattern.elements.flatMap(bound_names);
		case 'AssignmentPattern':
			return bound_names(pattern.left);
		case 'RestElement':
			return bound_names(pattern.argument);
		default:
			return [];
	}
}

/**
 * The names that are assigned to somewhere, in any scope.
 *
 * @param {unknown} node of a syntax tree
 * @param {Set<string>} [found]
 * @returns {Set<string>}
 */
export function assigned_names(node, found = new Set()) {
	if (is_node(node)) {
		const target = assignment_target(node);
		if (target) names_in(target, found);
	}
	for (const each of children(node)) assigned_names(each, found);
	return found;
}

/** @param {ESTree.Node} node */
function assignment_target(node) {
	switch (node.type) {
		case 'AssignmentExpression':
		case 'ForOfStatement':
		case 'ForInStatement':
			return node.left;
		case 'UpdateExpression':
			return node.argument;
	}
}

/**
 * @param {unknown} pattern what is assigned to
 * @param {Set<string>} found
 */
function names_in(pattern, found) {
	if (is_node(pattern) && pattern.type === 'Identifier') found.add(pattern.name);
	else if (!is_node(pattern) || pattern.type !== 'MemberExpression')
		children(pattern).forEach((each) => names_in(each, found));
}
