import { parseSync } from 'vite';
import { assigned_names, declared_names } from './syntax_tree.js';

/** how Vite's transform exports a local name of the module */
const EXPORT = /^__vite_ssr_exportName__\("([^"\\]+)", \(\) => \{ try \{ return (\w+) \} catch \{\} \}\);$/gm;

/**
 * The names of a module's own that it exports.
 *
 * @param {string} code the body of a module's function
 * @returns {Array<[name: string, local: string]>}
 */
export const local_exports = (code) => [...code.matchAll(EXPORT)].map(([, name, local]) => [name, local]);

/**
 * Export functions as plain properties instead of getters: a function declaration that is never assigned to exists
 * before anything runs. For the chunks of a build, whose modules are evaluated for each render.
 *
 * @param {string} code the body of a module's function
 */
export function with_plain_exports(code) {
	const { program } = parseSync('module.mjs', code);
	const assigned = assigned_names(program);
	const functions = new Set(
		declared_names(program.body.filter((node) => node.type === 'FunctionDeclaration'))
	);
	return code.replaceAll(EXPORT, (text, name, local) =>
		functions.has(local) && !assigned.has(local)
			? `__vite_ssr_exports__[${JSON.stringify(name)}] = ${local};`
			: text
	);
}
