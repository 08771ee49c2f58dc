/** @import { Project } from '../project.js' */
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
	// a function: what is exported so costs a render less than a variable (chunks.js)
	return { code: `${code}\nexport function file() { return ${JSON.stringify(file)}; }`, map: null };
}
