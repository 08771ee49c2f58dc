import { bytes_of, is_buffer_source } from './bytes.js';
import { invalid_type, with_code } from './node_error.js';

/** @typedef {ArrayBuffer | ArrayBufferView} Bytes */

/** matches no text */
const NOTHING = /(?!)/gu;

/** Encodings that bytes can be converted between, and the characters that they lack. */
const LACKING = {
	ascii: /[^\0-\u007F]/gu,
	binary: /[^\0-\u00FF]/gu,
	latin1: /[^\0-\u00FF]/gu,
	ucs2: NOTHING,
	utf16le: NOTHING,
	utf8: NOTHING
};

/** Node's `buffer`: the realm's `Buffer`, which is the package of that name. */
export const create = () => ({
	INSPECT_MAX_BYTES: 50,
	constants: { MAX_LENGTH: 2 ** 53 - 1, MAX_STRING_LENGTH: 2 ** 29 - 24 },
	isAscii: (/** @type {Bytes} */ data) => input(data).every((byte) => byte < 128),
	isUtf8,
	kMaxLength: 2 ** 53 - 1,
	kStringMaxLength: 2 ** 29 - 24,
	transcode
});

/** @param {Bytes} data */
function isUtf8(data) {
	const bytes = input(data);
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** @param {unknown} data */
function input(data) {
	if (!is_buffer_source(data))
		throw invalid_type('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', data);
	return bytes_of(data);
}

/**
 * Convert text from one encoding to another.
 *
 * @param {unknown} source bytes
 * @param {string} from
 * @param {string} to
 */
function transcode(source, from, to) {
	if (!(source instanceof Uint8Array))
		throw invalid_type('source', 'an instance of Buffer or Uint8Array', source);
	const [[from_name], [to_name, lacking]] = [encoding_of(from), encoding_of(to)];
	const text = Buffer.from(source).toString(from_name);
	return Buffer.from(text.replaceAll(lacking, '?'), to_name);
}

/**
 * @param {string} encoding
 * @returns {[name: string, lacking: RegExp]}
 */
function encoding_of(encoding) {
	const name = `${encoding}`.toLowerCase().replace(/^(utf|ucs)-/, '$1');
	const lacking = LACKING[/** @type {keyof typeof LACKING} */ (name)];
	if (lacking) return [name, lacking];
	throw with_code(
		Object.assign(new Error(`Unable to transcode Buffer: ${encoding} is no encoding of text`), { errno: 1 }),
		'U_ILLEGAL_ARGUMENT_ERROR'
	);
}
