import { Deflate, Inflate, Z_FINISH, Z_SYNC_FLUSH } from 'pako';
import { require_arguments } from './arguments.js';
import { checked_bytes } from './bytes.js';
import { expose } from './expose.js';
import { frozen } from './frozen.js';

/** the library's options for each format; without `windowBits` it would read gzip as deflate too */
const FORMATS = frozen({
	deflate: { deflate: {}, inflate: { windowBits: 15 } },
	'deflate-raw': { deflate: { raw: true }, inflate: { raw: true } },
	gzip: { deflate: { gzip: true }, inflate: { windowBits: 31 } }
});

/**
 * @typedef {object} Codec the library's Deflate or Inflate
 * @property {(chunk: Uint8Array<ArrayBuffer>, flush_mode: typeof Z_FINISH | typeof Z_SYNC_FLUSH) => boolean} push
 * @property {(data: any) => void} onData any: bytes, because no text is asked for
 * @property {number} err
 * @property {string} msg
 */

/**
 * Make the transform stream of a codec (https://compression.spec.whatwg.org/).
 *
 * @param {Codec} codec
 * @param {(bytes: Uint8Array<ArrayBuffer>) => void} process
 * @param {() => void} finish
 */
function transform_of(codec, process, finish) {
	return new TransformStream({
		start(controller) {
			codec.onData = (data) => controller.enqueue(data);
		},
		transform(chunk) {
			process(checked_bytes('a stream of compressed data', chunk));
		},
		flush: finish
	});
}

class CompressionStream {
	#transform;

	/** @param {string} format */
	constructor(format) {
		require_arguments('CompressionStream', arguments.length, 1);
		const codec = new Deflate(options_of(format).deflate);
		this.#transform = transform_of(
			codec,
			(bytes) => push(codec, bytes, Z_SYNC_FLUSH),
			() => push(codec, new Uint8Array(), Z_FINISH)
		);
	}

	get readable() {
		return this.#transform.readable;
	}

	get writable() {
		return this.#transform.writable;
	}

	get [Symbol.toStringTag]() {
		return 'CompressionStream';
	}
}

class DecompressionStream {
	#transform;

	/** @param {string} format */
	constructor(format) {
		require_arguments('DecompressionStream', arguments.length, 1);
		const codec = new Inflate(options_of(format).inflate);
		let has_ended = false;
		let given = 0;
		let progress = { total_in: 0 };
		codec.onStart = (state) => {
			progress = state;
		};
		codec.onEnd = (status) => {
			has_ended = status === 0;
		};
		this.#transform = transform_of(
			codec,
			(bytes) => {
				given += bytes.length;
				push(codec, bytes, Z_SYNC_FLUSH);
				// less was read if the data has ended, or if the library began with another member of a gzip file
				if (progress.total_in < given)
					throw new TypeError('there is more after the end of the compressed data');
			},
			() => {
				if (!has_ended) throw new TypeError('the compressed data is incomplete');
			}
		);
	}

	get readable() {
		return this.#transform.readable;
	}

	get writable() {
		return this.#transform.writable;
	}

	get [Symbol.toStringTag]() {
		return 'DecompressionStream';
	}
}

/** @param {string} format */
function options_of(format) {
	if (!Object.hasOwn(FORMATS, format))
		throw new TypeError(`${format} is no format of compression: write ${Object.keys(FORMATS).join(', ')}`);
	return FORMATS[/** @type {keyof typeof FORMATS} */ (format)];
}

/**
 * @param {Codec} codec
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {typeof Z_FINISH | typeof Z_SYNC_FLUSH} flush_mode
 */
function push(codec, bytes, flush_mode) {
	codec.push(bytes, flush_mode);
	if (codec.err) throw new TypeError(`the data cannot be processed: ${codec.msg || codec.err}`);
}

expose({ CompressionStream, DecompressionStream });
