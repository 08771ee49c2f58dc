/** @import { Project } from '../project.js' */
/** @import { SerializedError } from '../isolate/messages.js' */
import { file_of_id } from '../files.js';

/**
 * An error as Vite and its plugins throw it.
 *
 * @typedef {Partial<Error> & { frame?: string, loc?: { file?: string, line: number, column: number }, id?: string }} ViteError
 */

/**
 * Serialize an error of Vite's or of lissome's, with its place at the beginning of the message and the source frame at
 * the end.
 *
 * @param {unknown} error
 * @param {Project} project
 * @returns {SerializedError}
 */
export function serialize_error(error, project) {
	const {
		name = 'Error',
		message = String(error),
		stack = '',
		frame,
		loc,
		id
	} = /** @type {ViteError} */ (error ?? {});
	const file = loc?.file ?? (id && file_of_id(id));
	const place = file ? `${shorten(file, project)}${loc ? `:${loc.line}:${loc.column + 1}` : ''}` : '';
	const text = [[place, shorten(message, project)].filter(Boolean).join(' '), frame]
		.filter(Boolean)
		.join('\n');
	return {
		kind: 'unknown',
		name,
		message: text,
		stack: frame ? `${name}: ${text}` : shorten(stack, project),
		at: null
	};
}

/**
 * A text with paths relative to the project, and without the stack frames of Vite and Node.
 *
 * @param {string} text
 * @param {Project} project
 */
function shorten(text, { root }) {
	const lines = text.replaceAll('\0', '').replaceAll(`${root}/`, '').split('\n');
	return lines
		.filter((line) => !/^\s+at .*(?:node:internal|node_modules\/vite\/|\.lissome\/npm\/)/.test(line))
		.join('\n');
}
