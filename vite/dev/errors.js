/** @import { Project } from '../project.js' */

/**
 * An error of Vite's or of ours, in the form of isolate/errors.js: with the place in front, and the piece of source.
 *
 * @param {any} error
 * @param {Project} project
 */
export function explain(error, project) {
	const { name = 'Error', message = String(error), stack = '', frame, loc, id } = error ?? {};
	const file = loc?.file ?? id?.replace(/\?.*$/, '');
	const place = file ? `${shorten(file, project)}${loc ? `:${loc.line}:${loc.column + 1}` : ''}` : '';
	const text = [[place, shorten(message, project)].filter(Boolean).join(' '), frame].filter(Boolean).join('\n');
	return { kind: 'unknown', name, message: text, stack: frame ? `${name}: ${text}` : shorten(stack, project), at: null };
}

/**
 * Paths as they are in the project, without Vite's and Node's own steps.
 *
 * @param {string} text
 * @param {Project} project
 */
function shorten(text, { root }) {
	const lines = text.replaceAll('\0', '').replaceAll(`${root}/`, '').split('\n');
	return lines.filter((line) => !/^\s+at .*(?:node:internal|node_modules\/vite\/|\.lissome\/npm\/)/.test(line)).join('\n');
}
