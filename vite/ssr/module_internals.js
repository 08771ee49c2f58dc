import { parseSync } from 'vite';
import { local_exports } from './plain_exports.js';
import { assigned_names, declared_names } from './syntax_tree.js';

/**
 * The body of a module's function that also returns what is declared at its top level, exported or not. Modules that
 * outlive a render need that: isolate/dispatcher.js freezes all of it, because a render may get hold of an instance,
 * and through it of its class. Variables cannot be frozen; those that are assigned to are given out with functions that
 * read and set them, so that they can be reset.
 *
 * @param {string} code the body
 * @returns {string} the body with a return statement at its end; see `Internals` in isolate/loader/types.d.ts
 */
export function with_internals(code) {
	const { program } = parseSync('module.mjs', code);
	const names = declared_names(program.body);
	const constants = new Set(
		declared_names(
			program.body.filter((node) => node.type === 'VariableDeclaration' && node.kind === 'const')
		)
	);
	const assigned = assigned_names(program);
	const variables = names.filter((name) => assigned.has(name) && !constants.has(name));
	const set = variables.map((name, i) => `${name} = values[${i}];`).join(' ');
	const access =
		variables.length > 0
			? `, variables: { get: () => [${variables.join(', ')}], set: (values) => { ${set} } }`
			: '';
	const fixed = local_exports(code).filter(
		([, local]) => names.includes(local) && !variables.includes(local)
	);
	return `${code.trimEnd()}\nreturn { internals: [${names.join(', ')}], fixed: ${JSON.stringify(fixed.map(([name]) => name))}${access} };`;
}
