/** @typedef {(text: string) => string} Code */

const ESCAPE = /%[\da-f]{2}/i;

/** Node's `querystring`. */
export const create = () => ({
	decode: parse,
	encode: stringify,
	escape,
	parse,
	stringify,
	unescape,
	unescapeBuffer: (/** @type {string} */ text) => Buffer.from(unescaped_bytes(text))
});

/**
 * @param {unknown} query
 * @param {string | null} [separator]
 * @param {string | null} [equals]
 * @param {{ maxKeys?: number, decodeURIComponent?: Code } | null} [options]
 * @returns {Record<string, string | string[]>}
 */
export function parse(query, separator, equals, options) {
	const { maxKeys = 1000, decodeURIComponent: decode = unescape } = options ?? {};
	const found = Object.create(null);
	const parts = typeof query === 'string' ? query.split(separator || '&').filter(Boolean) : [];
	for (const part of maxKeys > 0 ? parts.slice(0, maxKeys) : parts) {
		const sign = equals || '=';
		const at = part.includes(sign) ? part.indexOf(sign) : part.length;
		const key = decoded(part.slice(0, at), decode);
		const value = decoded(part.slice(at + sign.length), decode);
		found[key] = key in found ? [found[key], value].flat() : value;
	}
	return found;
}

/**
 * @param {string} text
 * @param {Code} decode
 */
function decoded(text, decode) {
	const is_own = decode === unescape;
	const spaced = text.replaceAll('+', is_own ? ' ' : '%20');
	if (text === '' || (is_own && !ESCAPE.test(text))) return spaced;
	try {
		return decode(spaced);
	} catch {
		return unescape(spaced);
	}
}

/**
 * @param {any} values any: of whatever kind, each is written as well as it can be
 * @param {string | null} [separator]
 * @param {string | null} [equals]
 * @param {{ encodeURIComponent?: Code } | null} [options]
 */
export function stringify(values, separator, equals, options) {
	const encode = options?.encodeURIComponent ?? escape;
	if (typeof values !== 'object' || values === null) return '';
	const pairs = Object.keys(values).flatMap((key) =>
		[values[key]].flat().map((value) => `${encode(key)}${equals || '='}${encode(text_of(value))}`)
	);
	return pairs.join(separator || '&');
}

/** @param {unknown} value */
function text_of(value) {
	if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : '';
	return ['string', 'bigint', 'boolean'].includes(typeof value) ? `${value}` : '';
}

/** @param {unknown} text */
const escape = (text) => encodeURIComponent(String(text));

/** @param {string} text */
function unescape(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return new TextDecoder('utf-8', { ignoreBOM: true }).decode(unescaped_bytes(text));
	}
}

/**
 * The bytes of a text with escapes, some of which may not be valid. Of other characters it is the lower byte.
 *
 * @param {string} text
 */
function unescaped_bytes(text) {
	const parts = text.match(/%[\da-f]{2}|[^]/gi) ?? [];
	return Uint8Array.from(parts, (part) =>
		part.length === 3 ? Number.parseInt(part.slice(1), 16) : (part.codePointAt(0) ?? 0)
	);
}
