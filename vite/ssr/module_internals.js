import { parseSync } from 'vite';
import { assigned, lexical } from './declarations.js';
import { exported_in } from './plain_exports.js';

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
	const names = lexical(program.body);
	const constant = new Set(lexical(program.body.filter((node) => node.type === 'VariableDeclaration' && node.kind === 'const')));
	const changed = assigned(program);
	const variables = names.filter((name) => changed.has(name) && !constant.has(name));
	const set = variables.map((name, i) => `${name} = values[${i}];`).join(' ');
	const access = variables.length > 0 ? `, variables: { get: () => [${variables.join(', ')}], set: (values) => { ${set} } }` : '';
	const fixed = exported_in(code).filter(([, local]) => names.includes(local) && !variables.includes(local));
	return `${code.trimEnd()}\nreturn { internals: [${names.join(', ')}], fixed: ${JSON.stringify(fixed.map(([name]) => name))}${access} };`;
}
