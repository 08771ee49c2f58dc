/** @import { Plugin } from 'vite' */
/** @import { Project } from '../project.js' */
import { file_of_id } from '../files.js';
import { SSR } from './environment.js';
import { package_of } from './importers.js';

/** the prefix of modules that are nowhere: what imports one fails when it is evaluated, and not the build */
const ABSENT = '\0lissome:absent/';

/** modules of other runtimes, and of later versions of Node */
const FOREIGN = /^(?:node|bun|cloudflare|deno|workerd):/;

/**
 * Resolve a module of another runtime.
 *
 * @param {string} id
 * @param {string | undefined} importer
 * @param {Project} project
 * @returns {string | undefined} undefined: it is none
 */
export const resolve_foreign = (id, importer, project) =>
	FOREIGN.test(id) ? absent(id, importer, project) : undefined;

/**
 * @param {string} id
 * @param {string | undefined} importer
 * @param {Project} project
 */
const absent = (id, importer, project) =>
	`${ABSENT}${id}${importer ? `, which ${project.relative(file_of_id(importer))} imports` : ''}`;

/** @param {string} id */
export const is_absent = (id) => id.startsWith(ABSENT);

/**
 * @param {string} id
 * @returns {string | undefined} undefined: another module
 */
export function load_absent(id) {
	if (!is_absent(id)) return;
	const message = `V8 has no module ${id.slice(ABSENT.length)}. Take what the package has for browsers (resolve.alias in vite.config.js), or do this in Python.`;
	// a CommonJS module: it is not known which names its importers want
	return `module.exports = {}; throw new Error(${JSON.stringify(message)});`;
}

/**
 * Resolves what a file of a package imports of its own package, and is not there: packages have builds for runtimes that
 * load more than JavaScript. That a package is not installed stays an error.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function absent_files_plugin(project) {
	return {
		name: 'lissome:absent-files',
		apply: 'build',
		// after Vite's own
		enforce: 'post',
		resolveId: {
			filter: { id: /^\./ },
			handler(id, importer) {
				if (this.environment.name === SSR && importer && package_of(importer))
					return absent(id, importer, project);
			}
		}
	};
}
