/**
 * @param {any[]} statements
 * @returns {string[]} what they declare by themselves
 */
export function lexical(statements) {
	return statements.flatMap((statement) => {
		const node = statement?.declaration ?? statement;
		if (node?.type === 'ImportDeclaration') return node.specifiers.map((/** @type {any} */ { local }) => local.name);
		if (node?.type === 'VariableDeclaration') return node.declarations.flatMap((/** @type {any} */ { id }) => bound(id));
		return /^(?:Function|Class)Declaration$/.test(node?.type) ? bound(node.id) : [];
	});
}

/**
 * @param {any} pattern
 * @returns {string[]} the names that it binds
 */
export function bound(pattern) {
	switch (pattern?.type) {
		case 'Identifier':
			return [pattern.name];
		case 'ObjectPattern':
			return pattern.properties.flatMap((/** @type {any} */ each) => bound(each.value ?? each.argument));
		case 'ArrayPattern':
			return pattern.elements.flatMap(bound);
		case 'AssignmentPattern':
			return bound(pattern.left);
		case 'RestElement':
			return bound(pattern.argument);
		default:
			return [];
	}
}

/**
 * Names that are assigned to somewhere, in whatever scope.
 *
 * @param {any} node of a syntax tree
 * @param {Set<string>} [found]
 */
export function assigned(node, found = new Set()) {
	if (Array.isArray(node)) node.forEach((each) => assigned(each, found));
	if (typeof node?.type !== 'string') return found;
	const target = { AssignmentExpression: 'left', UpdateExpression: 'argument', ForOfStatement: 'left', ForInStatement: 'left' }[node.type];
	if (target) names_in(node[target], found);
	for (const value of Object.values(node)) if (Object(value) === value) assigned(value, found);
	return found;
}

/**
 * @param {any} pattern what is assigned to
 * @param {Set<string>} found
 */
function names_in(pattern, found) {
	if (pattern?.type === 'Identifier') found.add(pattern.name);
	else if (pattern?.type !== 'MemberExpression' && Object(pattern) === pattern) Object.values(pattern).forEach((each) => names_in(each, found));
}
