import { createRequire } from 'node:module';

/** the prefix of the virtual module that replaces a builtin module of Node's in dev; its name follows */
export const BUILTIN = '\0lissome:builtin/';

/**
 * The code of a CommonJS module with the exports of one of Node's builtin modules, each of which throws when it is
 * called. A package may import a builtin and never use it: a build leaves it out, and dev must not fail because of it.
 *
 * @param {string} name of Node's module
 * @param {string} message says why it is missing, and what imports it
 * @returns {string}
 */
export function throwing_module(name, message) {
	const names = Object.keys(createRequire(import.meta.url)(name));
	return `for (const name of ${JSON.stringify(names)}) exports[name] = function () { throw new Error(${JSON.stringify(message)}); };`;
}
