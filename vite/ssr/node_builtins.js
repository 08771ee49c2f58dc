import { createRequire } from 'node:module';

/** what stands for a module of Node's in dev, where nothing is left out because nobody uses it; followed by its name */
export const BUILTIN = '\0lissome:builtin/';

/**
 * A CommonJS module with the names of one of Node's, each of which throws when it is called. A package may import such a
 * module and never use it: a build leaves it out, and dev must not stop at it either.
 *
 * @param {string} name of Node's module
 * @param {string} why it is not there, with who wants it
 * @returns {string} the code
 */
export function refusing_module(name, why) {
	const names = Object.keys(createRequire(import.meta.url)(name));
	return `for (const name of ${JSON.stringify(names)}) exports[name] = function () { throw new Error(${JSON.stringify(why)}); };`;
}
