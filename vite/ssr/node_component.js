/** @import { Project } from '../project.js' */
import path from 'node:path';

/** kit's generated module of a node, in a build and in dev */
export const NODE_MODULE = /\/generated\/(?:build\/client-optimized|dev\/client)\/nodes\/\d+\.js$/;

const COMPONENT = /^export \{ default as component \} from (".*?");?$/m;

/**
 * Let kit's module of a node also export the path of its component, for error messages (isolate/render/render.js).
 *
 * @param {string} code
 * @param {string} id
 * @param {Project} project
 */
export function with_component_file(code, id, project) {
	const found = COMPONENT.exec(code);
	if (!found) return;
	const file = project.relative(path.resolve(path.dirname(id), JSON.parse(found[1])));
	// a function: it can be a plain export, which costs a render less than a variable (plain_exports.js)
	return { code: `${code}\nexport function file() { return ${JSON.stringify(file)}; }`, map: null };
}
