/** @import { BodySource } from './body.js' */
/** @import { HeadersSource } from './headers.js' */
import { checked_options } from '../arguments.js';
import { Body, clone_body, ExtractedBody, mix_body_in } from './body.js';
import { Headers, make_immutable } from './headers.js';
import { NULL_BODY_STATUSES, REDIRECT_STATUSES } from './statuses.js';

/** the key of what only a response of the network has; isolate/render/fetch.js sets it */
const NETWORK = Symbol.for('lissome.network');

/**
 * @typedef {object} NetworkFacts
 * @property {string} url
 * @property {boolean} redirected
 *
 * @typedef {object} Init
 * @property {number} [status]
 * @property {string} [statusText]
 * @property {HeadersSource} [headers]
 * @property {NetworkFacts} [NETWORK]
 */

/** A response (https://fetch.spec.whatwg.org/#response-class). */
export class Response extends Body {
	#status;
	#status_text;

	/** @type {ResponseType} */
	#type = 'default';

	/** @type {NetworkFacts | null} */
	#network;

	/**
	 * @param {unknown} [body]
	 * @param {Init & { [NETWORK]?: NetworkFacts } | null} [init]
	 */
	constructor(body = null, init = null) {
		const options = checked_options('a response', init);
		const { headers, status = 200, statusText = '', [NETWORK]: network = null } = options;
		const code = checked_status(status, network !== null);
		// https://httpwg.org/specs/rfc9112.html#status.line
		if (!/^[\t \x21-\x7E\x80-\xFF]*$/.test(statusText))
			throw new TypeError(`${JSON.stringify(statusText)} cannot be the statusText of a response`);
		if (NULL_BODY_STATUSES.includes(code) && !is_empty(body))
			throw new TypeError(`a response with status ${code} has no body`);
		// what the network gives has the headers that it has
		super(network ? new ExtractedBody(/** @type {BodySource | null} */ (body)) : body, new Headers(headers));
		this.#status = code;
		this.#status_text = `${statusText}`;
		this.#network = network;
		if (network?.url) this.#type = 'basic';
	}

	get ok() {
		return this.#status >= 200 && this.#status <= 299;
	}

	get redirected() {
		return this.#network?.redirected === true;
	}

	get status() {
		return this.#status;
	}

	get statusText() {
		return this.#status_text;
	}

	get type() {
		return this.#type;
	}

	get url() {
		return this.#network?.url ?? '';
	}

	clone() {
		const clone = new Response(clone_body(this), { statusText: this.#status_text, headers: this.headers });
		clone.#status = this.#status;
		clone.#type = this.#type;
		clone.#network = this.#network;
		return clone;
	}

	get [Symbol.toStringTag]() {
		return 'Response';
	}

	static error() {
		const response = new Response();
		response.#type = 'error';
		response.#status = 0;
		make_immutable(response.headers);
		return response;
	}

	/**
	 * @param {unknown} data
	 * @param {Init} [init]
	 */
	static json(data, init = {}) {
		const text = JSON.stringify(data);
		if (text === undefined) throw new TypeError('the value has no form in JSON');
		const headers = new Headers(init.headers);
		if (!headers.has('content-type')) headers.set('content-type', 'application/json');
		return new Response(text, { ...init, headers });
	}

	/**
	 * @param {string | URL} url
	 * @param {number} [status]
	 */
	static redirect(url, status = 302) {
		const { href } = new URL(url);
		const code = unsigned_short(status);
		if (!REDIRECT_STATUSES.includes(code)) throw new RangeError(`${status} is no status of a redirect`);
		const response = new Response(null, { status: code, headers: { location: href } });
		make_immutable(response.headers);
		return response;
	}
}

mix_body_in(Response);

/**
 * https://webidl.spec.whatwg.org/#js-unsigned-short
 *
 * @param {unknown} value
 */
const unsigned_short = (value) => Number(value) & 0xff_ff;

/**
 * @param {unknown} status
 * @param {boolean} is_of_network true if a server has sent it: then it may be any
 */
function checked_status(status, is_of_network) {
	const code = unsigned_short(status);
	if (!is_of_network && !(code >= 200 && code <= 599))
		throw new RangeError(`a response cannot have the status ${status}: it is between 200 and 599`);
	return code;
}

/** @param {unknown} body */
function is_empty(body) {
	return body === null || (body instanceof ExtractedBody && body.source === null);
}
