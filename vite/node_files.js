/** @import { Project } from './project.js' */
import path from 'node:path';

/** kit's module of a node, in a build and in dev */
export const NODE_FILE = /\/generated\/(?:build\/client-optimized|dev\/client)\/nodes\/\d+\.js$/;

const COMPONENT = /^export \{ default as component \} from (".*?");?$/m;

/**
 * kit's module of a node, which says what its component's file is, so that an error can (isolate/render.js).
 *
 * @param {string} code
 * @param {string} id
 * @param {Project} project
 */
export function with_file(code, id, project) {
	const found = COMPONENT.exec(code);
	if (!found) return;
	const file = project.relative(path.resolve(path.dirname(id), JSON.parse(found[1])));
	return { code: `${code}\nexport const file = ${JSON.stringify(file)};`, map: null };
}
