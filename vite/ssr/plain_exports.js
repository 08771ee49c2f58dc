import { parseSync } from 'vite';
import { assigned, lexical } from './declarations.js';

/** how Vite exports a name of the module's own */
const EXPORT = /^__vite_ssr_exportName__\("([^"\\]+)", \(\) => \{ try \{ return (\w+) \} catch \{\} \}\);$/gm;

/**
 * @param {string} code the body of a module's function
 * @returns {Array<[name: string, local: string]>} what it exports of its own
 */
export const exported_in = (code) => [...code.matchAll(EXPORT)].map(([, name, local]) => [name, local]);

/**
 * Export functions as they are, instead of by a getter: a function that is declared, and never assigned to, is there
 * before anything runs. For the chunks of a build, whose modules are evaluated for each render.
 *
 * @param {string} code the body of a module's function
 */
export function with_plain_exports(code) {
	const { program } = parseSync('module.mjs', code);
	const changed = assigned(program);
	const functions = new Set(lexical(program.body.filter((node) => node.type === 'FunctionDeclaration')));
	return code.replace(EXPORT, (text, name, local) => (functions.has(local) && !changed.has(local) ? `__vite_ssr_exports__[${JSON.stringify(name)}] = ${local};` : text));
}
