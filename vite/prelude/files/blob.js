import { checked_options, require_arguments } from '../arguments.js';
import { bytes_of } from '../bytes.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @type {(blob: Blob) => Uint8Array<ArrayBuffer>} the bytes themselves, which never change */
let content_of;

/** Bytes with a type (https://w3c.github.io/FileAPI/#blob-section). They are in memory, and copied once. */
export class Blob {
	/** @type {Uint8Array<ArrayBuffer>} */
	#bytes;

	#type;

	/**
	 * @param {Iterable<unknown>} [parts]
	 * @param {{ type?: string, endings?: 'transparent' | 'native' } | null} [options]
	 */
	constructor(parts = [], options = {}) {
		if (Object(parts) !== parts || typeof parts[Symbol.iterator] !== 'function')
			throw new TypeError('a Blob is made of an array of texts, bytes and Blobs');
		const { endings = 'transparent', type = '' } = checked_options('a Blob', options);
		if (!['transparent', 'native'].includes(`${endings}`))
			throw new TypeError(`endings is transparent or native, not ${endings}`);
		this.#bytes = concat(Array.from(parts, (part) => bytes_of_part(part, endings)));
		this.#type = checked_type(type);
	}

	get size() {
		return this.#bytes.length;
	}

	get type() {
		return this.#type;
	}

	async arrayBuffer() {
		return this.#bytes.slice().buffer;
	}

	async bytes() {
		return this.#bytes.slice();
	}

	async text() {
		return decoder.decode(this.#bytes);
	}

	/**
	 * @param {number} [start]
	 * @param {number} [end]
	 * @param {string} [type]
	 */
	slice(start = 0, end = this.size, type = '') {
		const slice = new Blob([], { type });
		const [from, to] = [start, end].map((given) => {
			const at = Math.trunc(given) || 0;
			return at < 0 ? Math.max(this.size + at, 0) : Math.min(at, this.size);
		});
		slice.#bytes = this.#bytes.subarray(from, Math.max(from, to));
		return slice;
	}

	stream() {
		const bytes = this.#bytes;
		return new ReadableStream({
			type: 'bytes',
			pull(controller) {
				if (bytes.length > 0) controller.enqueue(bytes.slice());
				controller.close();
				controller.byobRequest?.respond(0);
			}
		});
	}

	get [Symbol.toStringTag]() {
		return 'Blob';
	}

	static {
		content_of = (blob) => blob.#bytes;
	}
}

/** A Blob with a name (https://w3c.github.io/FileAPI/#file-section). */
export class File extends Blob {
	#name;
	#last_modified;

	/**
	 * @param {Iterable<unknown>} parts
	 * @param {string} name
	 * @param {{ type?: string, endings?: 'transparent' | 'native', lastModified?: number } | null} [options]
	 */
	constructor(parts, name, options = {}) {
		require_arguments('File', arguments.length, 2);
		super(parts, options);
		this.#name = `${name}`.toWellFormed();
		const { lastModified = Date.now() } = options ?? {};
		const time = Math.trunc(lastModified);
		this.#last_modified = Number.isFinite(time) ? time || 0 : 0;
	}

	get name() {
		return this.#name;
	}

	get lastModified() {
		return this.#last_modified;
	}

	get webkitRelativePath() {
		return '';
	}

	/** @override */
	get [Symbol.toStringTag]() {
		return 'File';
	}
}

/**
 * @param {unknown} part
 * @param {'transparent' | 'native'} endings
 * @returns {Uint8Array}
 */
function bytes_of_part(part, endings) {
	if (part instanceof Blob) return content_of(part);
	if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return bytes_of(part);
	const text = `${part}`;
	return encoder.encode(endings === 'native' ? text.replaceAll(/\r\n?|\n/g, '\n') : text);
}

/** @param {Uint8Array[]} parts */
function concat(parts) {
	const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** @param {string} type */
function checked_type(type) {
	const text = `${type}`;
	return /^[ -~]*$/.test(text) ? text.toLowerCase() : '';
}
