/** @import { Deflate, Inflate } from 'pako' */
/** @import { FlushMode } from './zlib.js' */
import { zlib_error } from './zlib_error.js';

/**
 * Make a stream that packs or unpacks what is written to it.
 *
 * @param {any} Transform any: the package has no types
 * @param {Deflate | Inflate} codec
 * @param {{ finishFlush?: FlushMode }} options
 */
export function codec_stream(Transform, codec, options) {
	/** @param {Uint8Array<ArrayBuffer>} bytes @param {FlushMode} mode @param {(error?: unknown) => void} done */
	const push = (bytes, mode, done) => {
		codec.push(bytes, mode);
		done(codec.err ? zlib_error(codec.msg) : undefined);
	};
	const stream = new Transform({
		...options,
		transform: (
			/** @type {Uint8Array<ArrayBuffer>} */ chunk,
			/** @type {string} */ _,
			/** @type {() => void} */ done
		) => push(chunk, false, done),
		flush: (/** @type {() => void} */ done) => push(new Uint8Array(), options.finishFlush ?? true, done)
	});
	codec.onData = (/** @type {Uint8Array} */ { buffer, byteOffset, byteLength }) =>
		stream.push(Buffer.from(buffer, byteOffset, byteLength));
	return stream;
}
