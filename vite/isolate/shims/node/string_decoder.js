import { StringDecoder as Decoder } from 'string_decoder/lib/string_decoder.js';
import { with_code } from './node_error.js';

/** Node's `string_decoder`: the package of that name, with Node's error. */
export const create = () => ({ StringDecoder });

/**
 * @this {unknown} a function, because programs call it on objects of their own
 * @param {string} [encoding]
 */
function StringDecoder(encoding) {
	if (encoding && !Buffer.isEncoding(encoding))
		throw with_code(new TypeError(`Unknown encoding: ${encoding}`), 'ERR_UNKNOWN_ENCODING');
	Reflect.apply(Decoder, this, [encoding]);
}

StringDecoder.prototype = Decoder.prototype;
