import { parseSync } from 'vite';

/**
 * A module that outlives renders also hands out what stands at its top, exported or not, so that isolate/gate.js can
 * freeze it: a render may get hold of an instance, and through it of the class. Variables cannot be frozen, so those
 * that change can be read and set, to become what they were.
 *
 * @param {string} code the body of its function
 * @returns {string} the body with its last statement, which returns all that (see isolate/loader.js)
 */
export function with_internals(code) {
	const { program } = parseSync('module.mjs', code);
	const names = program.body.flatMap(names_of);
	const constant = new Set(program.body.flatMap((node) => (node.type === 'VariableDeclaration' && node.kind === 'const' ? names_of(node) : [])));
	const assigned = assigned_in(program);
	const variables = names.filter((name) => assigned.has(name) && !constant.has(name));
	const set = variables.map((name, i) => `${name} = values[${i}];`).join(' ');
	const access = variables.length > 0 ? `, variables: { get: () => [${variables.join(', ')}], set: (values) => { ${set} } }` : '';
	const fixed = exported_in(code).filter(([, local]) => names.includes(local) && !variables.includes(local));
	return `${code.trimEnd()}\nreturn { internals: [${names.join(', ')}], fixed: ${JSON.stringify(fixed.map(([name]) => name))}${access} };`;
}

/** how Vite exports a name of the module's own */
const EXPORT = /^__vite_ssr_exportName__\("([^"\\]+)", \(\) => \{ try \{ return (\w+) \} catch \{\} \}\);$/gm;

/**
 * @param {string} code
 * @returns {Array<[name: string, local: string]>}
 */
const exported_in = (code) => [...code.matchAll(EXPORT)].map(([, name, local]) => [name, local]);

/**
 * @param {any} node a statement at the top
 * @returns {string[]} what it declares
 */
function names_of(node) {
	if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name ?? [];
	if (node.type !== 'VariableDeclaration') return [];
	return node.declarations.flatMap((/** @type {any} */ { id }) => declared_by(id));
}

/**
 * @param {any} pattern what is declared
 * @returns {string[]}
 */
function declared_by(pattern) {
	switch (pattern?.type) {
		case 'Identifier':
			return [pattern.name];
		case 'ObjectPattern':
			return pattern.properties.flatMap((/** @type {any} */ { value, argument }) => declared_by(value ?? argument));
		case 'ArrayPattern':
			return pattern.elements.flatMap(declared_by);
		default:
			return pattern ? declared_by(pattern.left ?? pattern.argument) : [];
	}
}

/**
 * Names that are assigned to somewhere, in whatever scope.
 *
 * @param {any} node of a syntax tree
 * @param {Set<string>} [found]
 */
function assigned_in(node, found = new Set()) {
	if (Array.isArray(node)) node.forEach((each) => assigned_in(each, found));
	if (typeof node?.type !== 'string') return found;
	const target = { AssignmentExpression: 'left', UpdateExpression: 'argument', ForOfStatement: 'left', ForInStatement: 'left' }[node.type];
	if (target) names_in(node[target], found);
	for (const value of Object.values(node)) if (Object(value) === value) assigned_in(value, found);
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

/**
 * Export functions as they are, instead of by a getter: a function that is declared, and never assigned to, is there
 * before anything runs. For the chunks of a build, whose modules are evaluated for each render.
 *
 * @param {string} code the body of a module's function
 */
export function with_plain_exports(code) {
	const { program } = parseSync('module.mjs', code);
	const assigned = assigned_in(program);
	const functions = new Set(program.body.flatMap((node) => (node.type === 'FunctionDeclaration' ? names_of(node) : [])));
	return code.replace(EXPORT, (text, name, local) => (functions.has(local) && !assigned.has(local) ? `__vite_ssr_exports__[${JSON.stringify(name)}] = ${local};` : text));
}
