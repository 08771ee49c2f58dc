import { bytes_of } from '../bytes.js';
import { encode_form_data, parse_form_data } from './form_data.js';
import { Headers } from './headers.js';
import { mime_type_of, serialize } from './mime_type.js';

/**
 * What a body is made of. Text and bytes stay what they are until they are read as something else.
 *
 * @typedef {string | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array<ArrayBuffer>>} BodySource
 */

/** the argument of a constructor that is given the body of another request or response */
export class ExtractedBody {
	/** @param {BodySource | null} source */
	constructor(source) {
		this.source = source;
	}
}

/** @type {(body: Body) => ExtractedBody} reads nothing; both have the body afterwards */
export let clone_body;

/** @type {(body: Body) => boolean} */
export let has_body;

/** @type {(body: Body) => ExtractedBody} the other has no body that could be read afterwards */
export let take_body;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * The body of a request or a response (https://fetch.spec.whatwg.org/#bodies). A stream is made when one is asked for.
 */
export class Body {
	/** @type {BodySource | null} */
	#source = null;

	/** @type {ReadableStream<Uint8Array<ArrayBuffer>> | null} what `body` has returned, if the source is none itself */
	#stream = null;

	#is_used = false;

	/** @type {Headers} */
	#headers;

	/**
	 * @param {unknown} init as it is given to the constructor of a request or response
	 * @param {Headers} headers they get a Content-Type, if they have none and the body implies one
	 */
	constructor(init, headers) {
		this.#headers = headers;
		if (init === undefined || init === null) return;
		if (init instanceof ExtractedBody) {
			this.#source = init.source;
			return;
		}
		const { source, type } = extract_body(init);
		this.#source = source;
		if (type && !headers.has('content-type')) headers.set('content-type', type);
	}

	get headers() {
		return this.#headers;
	}

	get body() {
		if (this.#source === null || is_stream(this.#source)) return this.#source;
		return (this.#stream ??= stream_of(this.#source));
	}

	get bodyUsed() {
		const stream = this.#stream ?? this.#source;
		return this.#is_used || (is_stream(stream) && is_disturbed(stream));
	}

	/** @returns {Promise<ArrayBuffer>} */
	async arrayBuffer() {
		return (await this.#read()).slice().buffer;
	}

	async blob() {
		const type = mime_type_of(this.#content_type);
		return new Blob([await this.#read()], { type: type ? serialize(type) : '' });
	}

	async bytes() {
		return (await this.#read()).slice();
	}

	async formData() {
		return parse_form_data(await this.#read(), this.#content_type);
	}

	/** @returns {Promise<any>} any: as JSON.parse */
	async json() {
		return JSON.parse(await this.#text());
	}

	async text() {
		return await this.#text();
	}

	static {
		has_body = (body) => body.#source !== null;
		clone_body = (body) => {
			if (body.#is_unusable()) throw unusable();
			const stream = body.#stream ?? body.#source;
			if (!is_stream(stream)) return new ExtractedBody(body.#source);
			const [own, others] = stream.tee();
			body.#source = own;
			body.#stream = null;
			return new ExtractedBody(others);
		};
		take_body = (body) => {
			body.#use();
			return new ExtractedBody(body.#stream ?? body.#source);
		};
	}

	/** not by a method of the headers: that of a load's response may refuse (isolate/render/fetch.js) */
	get #content_type() {
		return Headers.prototype.get.call(this.#headers, 'content-type') ?? '';
	}

	#is_unusable() {
		const stream = this.#stream ?? this.#source;
		return this.bodyUsed || (is_stream(stream) && stream.locked);
	}

	#use() {
		if (this.#is_unusable()) throw unusable();
		this.#is_used = this.#source !== null;
	}

	async #text() {
		const source = this.#source;
		if (typeof source !== 'string' || this.#stream !== null) return decoder.decode(await this.#read());
		this.#use();
		// as if it had been encoded and decoded
		return (source[0] === '\uFEFF' ? source.slice(1) : source).toWellFormed();
	}

	/** @returns {Promise<Uint8Array<ArrayBuffer>>} bytes that the body may share with others */
	async #read() {
		this.#use();
		return read_bytes(this.#stream ?? this.#source);
	}
}

/**
 * Give a class the members of a body as its own, as the standard's mixin does: what patches them looks for them there.
 *
 * @param {{ prototype: Body }} type
 */
export function mix_body_in({ prototype }) {
	const { constructor: _constructor, ...members } = Object.getOwnPropertyDescriptors(Body.prototype);
	Object.defineProperties(prototype, members);
}

function unusable() {
	return new TypeError('Body is unusable: it has been read already, or its stream is locked');
}

/**
 * Extract a body (https://fetch.spec.whatwg.org/#concept-bodyinit-extract).
 *
 * @param {unknown} init
 * @returns {{ source: BodySource, type: string | null }}
 */
function extract_body(init) {
	if (init instanceof URLSearchParams)
		return { source: `${init}`, type: 'application/x-www-form-urlencoded;charset=UTF-8' };
	if (init instanceof ArrayBuffer || ArrayBuffer.isView(init))
		return { source: bytes_of(init).slice(), type: null };
	if (is_a('FormData', init)) return encode_form_data(/** @type {FormData} */ (init));
	if (is_a('Blob', init))
		return { source: /** @type {Blob} */ (init), type: /** @type {Blob} */ (init).type };
	if (is_stream(init)) {
		if (init.locked || is_disturbed(init))
			throw new TypeError('the stream of a body may not be locked or read already');
		return { source: init, type: null };
	}
	return { source: `${init}`, type: 'text/plain;charset=UTF-8' };
}

/**
 * True if a value is an instance of a class that the isolate may lack.
 *
 * @param {'Blob' | 'FormData' | 'ReadableStream'} name
 * @param {unknown} value
 */
function is_a(name, value) {
	const type = globalThis[name];
	return type !== undefined && value instanceof type;
}

/**
 * @param {unknown} value
 * @returns {value is ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function is_stream(value) {
	return typeof value === 'object' && is_a('ReadableStream', value);
}

/**
 * True if a stream has been read from. The standard gives this to fetch alone; it is a private property of
 * web-streams-polyfill, which tests/vite/prelude/reference.test.js holds to it.
 *
 * @param {ReadableStream} stream
 */
function is_disturbed(stream) {
	return /** @type {{ _disturbed?: boolean }} */ (stream)._disturbed === true;
}

/**
 * @param {BodySource | null} source
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function read_bytes(source) {
	if (source === null) return new Uint8Array();
	if (typeof source === 'string') return encoder.encode(source);
	if (source instanceof Uint8Array) return source;
	if (is_stream(source)) return read_stream(source);
	return new Uint8Array(await source.arrayBuffer());
}

/** @param {Exclude<BodySource, ReadableStream>} source */
function stream_of(source) {
	return new ReadableStream({
		type: 'bytes',
		async pull(controller) {
			const bytes = (await read_bytes(source)).slice();
			if (bytes.length > 0) controller.enqueue(bytes);
			controller.close();
			controller.byobRequest?.respond(0);
		}
	});
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream */
async function read_stream(stream) {
	const reader = stream.getReader();
	const chunks = [];
	let length = 0;
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		if (!(part.value instanceof Uint8Array))
			throw new TypeError('the stream of a body has chunks that are no Uint8Array');
		chunks.push(part.value);
		length += part.value.length;
	}
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}
