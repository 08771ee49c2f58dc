/** @import { Deflate, Inflate } from 'pako' */
/** @import { Data } from './crypto_data.js' */
import { called_back } from './callbacks.js';
import { crc32 } from './crc32.js';
import { to_bytes } from './crypto_data.js';
import { check_integer, with_code } from './node_error.js';
import { CODES, zlib_error } from './zlib_error.js';
import { codec_stream } from './zlib_streams.js';

/** @typedef {import('pako').DeflateOptions & import('pako').InflateOptions & { maxOutputLength?: number, finishFlush?: FlushMode }} Options */
/** @typedef {typeof import('pako')} Pako */
/** @typedef {Exclude<Parameters<Inflate['push']>[1], undefined>} FlushMode */

/**
 * What makes the codec of each kind of work.
 *
 * @type {Record<string, (pako: Pako, options: any) => Deflate | Inflate>} any: options of its direction
 */
const CODECS = {
	deflate: ({ Deflate }, options) => new Deflate(options),
	deflateRaw: ({ Deflate }, options) => new Deflate({ ...options, raw: true }),
	gunzip: ({ Inflate }, options) => new Inflate({ ...options, windowBits: 31 }),
	gzip: ({ Deflate }, options) => new Deflate({ ...options, gzip: true }),
	inflate: ({ Inflate }, options) => new Inflate({ ...options, windowBits: 15 }),
	inflateRaw: ({ Inflate }, options) => new Inflate({ ...options, raw: true }),
	unzip: ({ Inflate }, options) => new Inflate(options)
};

/** Options that are integers, and what they may be. */
const LIMITS = {
	chunkSize: { min: 64, max: Infinity },
	finishFlush: { min: 0, max: 5 },
	level: { min: -1, max: 9 },
	maxOutputLength: { min: 1, max: Infinity },
	memLevel: { min: 1, max: 9 },
	strategy: { min: 0, max: 4 },
	windowBits: { min: 0, max: 15 }
};

/**
 * What of Node's `zlib` is gzip and deflate: the package `pako`. It and streams are loaded when they are needed.
 *
 * @param {{ load: () => Pako, streaming: () => any }} lazy any: Node's `stream`
 */
export function create({ load, streaming }) {
	const functions = Object.keys(CODECS).flatMap((name) => {
		const sync = (/** @type {Data} */ data, /** @type {Options} */ options = {}) => {
			const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (to_bytes(data));
			check(options);
			return run(CODECS[name](load(), options), bytes, options);
		};
		const create_stream = (/** @type {Options} */ options = {}) => {
			check(options);
			return codec_stream(streaming().Transform, CODECS[name](load(), options), options);
		};
		return [
			[`create${name[0].toUpperCase()}${name.slice(1)}`, create_stream],
			[`${name}Sync`, sync],
			[name, called_back(sync, { passes_errors: true })]
		];
	});
	const names = Object.entries(CODES).map(([name, code]) => [code, name]);
	return { ...Object.fromEntries(functions), codes: { ...CODES, ...Object.fromEntries(names) }, crc32 };
}

/** @param {Options} options */
function check(options) {
	for (const [name, limits] of Object.entries(LIMITS)) {
		const value = options[/** @type {keyof Options} */ (name)];
		if (value !== undefined) check_integer(`options.${name}`, value, limits);
	}
}

/**
 * @param {Deflate | Inflate} codec
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Options} options
 */
function run(codec, bytes, { maxOutputLength = Infinity, finishFlush = true }) {
	/** @type {Uint8Array[]} */
	const chunks = [];
	let length = 0;
	codec.onData = (/** @type {Uint8Array} */ chunk) => {
		length += chunk.length;
		// at once: a few bytes may be packed gigabytes
		if (length > maxOutputLength) throw too_large(maxOutputLength);
		chunks.push(chunk);
	};
	codec.push(bytes, finishFlush);
	if (codec.err) throw zlib_error(codec.msg);
	return Buffer.concat(chunks, length);
}

/** @param {number} limit */
const too_large = (limit) =>
	with_code(
		new RangeError(`Cannot create a Buffer larger than ${limit} bytes: the limit is "maxOutputLength"`),
		'ERR_BUFFER_TOO_LARGE'
	);
