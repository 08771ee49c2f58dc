import { is_token } from './token.js';

/**
 * A MIME type (https://mimesniff.spec.whatwg.org/#mime-type-representation).
 *
 * @typedef {object} MimeType
 * @property {string} essence the type and the subtype
 * @property {Map<string, string>} parameters
 */

// see frozen.js
const quotable = () => /^[\t -~\x80-\xFF]*$/;
const outer_whitespace = () => /^[\t\n\r ]+|[\t\n\r ]+$/g;
const trailing_whitespace = () => /[\t\n\r ]+$/;
const parameter = () => /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.?)*)"?[^;]*|([^;]*)))?/gs;
/** the values of a header that was sent several times; a comma in quotes separates none */
const value_of_header = () => /(?:[^",]|"(?:[^"\\]|\\.)*"?)+/gs;

/**
 * The MIME type of a Content-Type: the last one that is valid, if there are several
 * (https://fetch.spec.whatwg.org/#concept-header-extract-mime-type).
 *
 * @param {string} header
 */
export function mime_type_of(header) {
	/** @type {MimeType | null} */
	let last = null;
	for (const [value] of header.matchAll(value_of_header())) {
		const type = parse(value);
		if (!type || type.essence === '*/*') continue;
		const charset = last?.parameters.get('charset');
		if (charset !== undefined && last?.essence === type.essence && !type.parameters.has('charset'))
			type.parameters.set('charset', charset);
		last = type;
	}
	return last;
}

/**
 * https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
 *
 * @param {MimeType} type
 */
export function serialize({ essence, parameters }) {
	const parts = Array.from(
		parameters,
		([name, value]) =>
			`;${name}=${is_token(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`
	);
	return essence + parts.join('');
}

/**
 * https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 *
 * @param {string} text
 * @returns {MimeType | null} null if it is none
 */
function parse(text) {
	const trimmed = text.replaceAll(outer_whitespace(), '');
	const [whole = '', type = '', subtype = ''] = /^([^/]*)\/([^;]*)/.exec(trimmed) ?? [];
	const essence = `${type}/${subtype.replace(trailing_whitespace(), '')}`.toLowerCase();
	if (!essence.split('/').every((part) => is_token(part))) return null;
	const parameters = new Map();
	for (const [, name, quoted, bare = ''] of trimmed.slice(whole.length).matchAll(parameter())) {
		const value = quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare.replace(trailing_whitespace(), '');
		const key = name.toLowerCase();
		const is_valid = is_token(key) && quotable().test(value) && (quoted !== undefined || value !== '');
		if (is_valid && !parameters.has(key)) parameters.set(key, value);
	}
	return { essence, parameters };
}
