import { check_type } from './node_error.js';

/** a line of an environment file: a name, and a value that may be quoted; then its lines may be many */
const ASSIGNMENT =
	/^[ \t]*(?:export[ \t]+)?([^\s=#][^=\n]*?)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^#\n]*))/gm;

/**
 * Read the variables of an environment file.
 *
 * @param {string} content
 * @returns {Record<string, string>}
 */
export function parse_env(content) {
	check_type('content', content, 'string');
	/** @type {Record<string, string>} */
	const variables = {};
	for (const [, name, double, single, backticks, plain = ''] of content
		.replaceAll('\r', '')
		.matchAll(ASSIGNMENT))
		// only between double quotes is `\n` a line break
		variables[name] = double?.replaceAll(String.raw`\n`, '\n') ?? single ?? backticks ?? plain.trim();
	return variables;
}
