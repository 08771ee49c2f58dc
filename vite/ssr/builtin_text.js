/** @import { ClassDescription, Description } from './builtin_description.js' */

/**
 * Write a CommonJS module whose export is a function: it makes what one of Node's builtin modules exports, with functions
 * that refuse to work. V8 makes objects of such a text a hundred times faster than of a list of names, and every render
 * that imports the builtin makes them.
 *
 * @param {Description} description
 * @param {string} path `fs.promises`, for messages
 * @param {string} helpers the file with `as_class`
 * @returns {string}
 */
export function module_text(description, path, helpers) {
	const members = object_text(description, path);
	const made = description.is_function ? `Object.assign(${function_text(path)}, ${members})` : members;
	const itself = (description.itself ?? []).map((name) => `made[${text(name)}] = made;`);
	return [
		`const { as_class } = require(${text(helpers)});`,
		`module.exports = (refuse) => { const made = ${made}; ${itself.join(' ')} return made; };`
	].join('\n');
}

/**
 * @param {Description} description
 * @param {string} path
 * @returns {string} an expression
 */
function object_text(description, path) {
	const { globals = [], functions = [], async_functions = [], classes = {}, values = {} } = description;
	const { instances = {}, objects = {} } = description;
	const statements = parents_first(classes).map(
		([name, each]) => `classes[${text(name)}] = ${class_text(each, `${path}.${name}`)};`
	);
	/** @type {Record<string, string>} */
	const members = {};
	for (const name of functions) members[name] = function_text(`${path}.${name}`);
	for (const name of async_functions) members[name] = `async ${function_text(`${path}.${name}`)}`;
	for (const name of Object.keys(classes)) members[name] = `classes[${text(name)}]`;
	for (const [name, value] of Object.entries(values)) members[name] = literal(value);
	for (const [name, of] of Object.entries(instances))
		members[name] = `Object.create(classes[${text(of)}].prototype)`;
	for (const [name, each] of Object.entries(objects)) members[name] = object_text(each, `${path}.${name}`);
	for (const name of globals) members[name] = `globalThis.${name} ?? ${members[name]}`;
	const object = object_literal(members);
	if (statements.length === 0) return object;
	return `((classes) => { ${statements.join('\n')} return ${object}; })({})`;
}

/**
 * @param {ClassDescription} description
 * @param {string} path
 */
function class_text({ parent, methods, fields, statics }, path) {
	const members = [
		...methods.map((name) => `${text(name)}() { refuse(${text(`${path}.prototype.${name}`)}); }`),
		...fields.map((name) => `${text(name)}: undefined`)
	];
	const parent_text = parent ? `classes[${text(parent)}]` : 'null';
	const statics_text = statics ? object_text(statics, path) : '{}';
	return `as_class(${function_text(path)}, { ${members.join(', ')} }, ${parent_text}, ${statics_text})`;
}

/**
 * The classes in an order in which each comes after the one that it extends.
 *
 * @param {Record<string, ClassDescription>} classes
 */
function parents_first(classes) {
	const depth = (/** @type {string} */ name) => {
		let count = 0;
		for (let each = classes[name]?.parent; each; each = classes[each]?.parent) count += 1;
		return count;
	};
	return Object.entries(classes).toSorted(([a], [b]) => depth(a) - depth(b));
}

/** @param {string} path */
const function_text = (path) => `function () { refuse(${text(path)}, new.target); }`;

/** @param {Record<string, string>} members expressions */
const object_literal = (members) =>
	`{ ${Object.entries(members)
		.map(([name, each]) => `${text(name)}: ${each}`)
		.join(', ')} }`;

/** @param {string} value */
const text = (value) => JSON.stringify(value);

/**
 * Write a value. JSON has neither `Infinity` nor `undefined`.
 *
 * @param {unknown} value
 * @returns {string}
 */
function literal(value) {
	if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
	if (typeof value === 'object' && value !== null)
		return object_literal(
			Object.fromEntries(Object.entries(value).map(([name, each]) => [name, literal(each)]))
		);
	return typeof value === 'string' ? text(value) : String(value);
}
