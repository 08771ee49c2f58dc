import { StringDecoder as Decoder } from 'string_decoder/lib/string_decoder.js';
import { invalid_type, with_code } from './node_error.js';

/** where a decoder has the package's */
const DECODER = Symbol('decoder');

/** Node's `string_decoder`: the package of that name, with what it lacks. */
export const create = () => ({ StringDecoder });

/**
 * @this {any} a function, because programs call it on objects of their own
 * @param {string} [encoding]
 */
function StringDecoder(encoding) {
	if (encoding && !Buffer.isEncoding(encoding))
		throw with_code(new TypeError(`Unknown encoding: ${encoding}`), 'ERR_UNKNOWN_ENCODING');
	const is_url = `${encoding}`.toLowerCase() === 'base64url';
	this[DECODER] = new Decoder(is_url ? 'base64' : encoding);
	this.encoding = is_url ? 'base64url' : this[DECODER].encoding;
}

Object.assign(StringDecoder.prototype, {
	/**
	 * @this {any}
	 * @param {string | ArrayBufferView} data
	 */
	write(data) {
		if (typeof data === 'string') return data;
		if (!ArrayBuffer.isView(data))
			throw invalid_type('buf', 'an instance of Buffer, TypedArray, or DataView', data);
		const { buffer, byteOffset, byteLength } = data;
		return text_in(this.encoding, this[DECODER].write(Buffer.from(buffer, byteOffset, byteLength)));
	},
	/**
	 * @this {any}
	 * @param {string | ArrayBufferView} [data]
	 */
	end(data) {
		const text = data === undefined ? '' : this.write(data);
		const rest = text_in(this.encoding, this[DECODER].end());
		this[DECODER].lastNeed = this[DECODER].lastTotal = 0;
		return text + rest;
	}
});

/**
 * @param {string} encoding
 * @param {string} text base64, if the encoding is that of URLs
 */
const text_in = (encoding, text) =>
	encoding === 'base64url' ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text;
