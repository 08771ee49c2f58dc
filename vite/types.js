/** @import { Plugin } from 'vite' */
/** @import { Project } from './project.js' */

/**
 * @param {Project} _project
 * @returns {Plugin}
 */
export function types_plugin(_project) {
	return { name: 'lissome:types' };
}
