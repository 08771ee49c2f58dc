/** @import { HeadersSource } from './headers.js' */
import { checked_options, require_arguments } from '../arguments.js';
import { frozen } from '../frozen.js';
import { Body, clone_body, ExtractedBody, has_body, is_stream, mix_body_in, take_body } from './body.js';
import { Headers } from './headers.js';
import { is_token } from './token.js';

/** methods that are written in upper case: https://fetch.spec.whatwg.org/#concept-method-normalize */
const NORMALIZED = frozen(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

/** the values of options, the default first; other values are errors */
const CHOICES = frozen({
	cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
	credentials: ['same-origin', 'omit', 'include'],
	mode: ['cors', 'no-cors', 'same-origin'],
	priority: ['auto', 'high', 'low'],
	redirect: ['follow', 'error', 'manual'],
	referrerPolicy: [
		'',
		'no-referrer',
		'no-referrer-when-downgrade',
		'same-origin',
		'origin',
		'strict-origin',
		'origin-when-cross-origin',
		'strict-origin-when-cross-origin',
		'unsafe-url'
	]
});

/** @typedef {keyof typeof CHOICES} Choice */

/**
 * @typedef {object} Options
 * @property {unknown} [body]
 * @property {string} [cache]
 * @property {string} [credentials]
 * @property {'half'} [duplex]
 * @property {HeadersSource} [headers]
 * @property {string} [integrity]
 * @property {boolean} [keepalive]
 * @property {string} [method]
 * @property {string} [mode]
 * @property {string} [priority]
 * @property {string} [redirect]
 * @property {string} [referrer]
 * @property {string} [referrerPolicy]
 * @property {AbortSignal | null} [signal]
 */

/** A request (https://fetch.spec.whatwg.org/#request-class). */
export class Request extends Body {
	/** @type {string} */
	#url;

	/** @type {string} */
	#method;

	/** @type {Record<Choice, any>} any: one of CHOICES */
	#choices;

	/** @type {AbortSignal | null} made when it is asked for */
	#signal;

	/** @type {{ referrer: string, integrity: string, keepalive: boolean }} */
	#rest;

	/**
	 * @param {Request | string | URL} input
	 * @param {Options} [init]
	 */
	constructor(input, init = {}) {
		require_arguments('Request', arguments.length, 1);
		const from = input instanceof Request ? input : null;
		const options = checked_options('a request', init);
		if (/** @type {{ window?: unknown }} */ (options).window) throw new TypeError('window can only be null');
		const method = options.method === undefined ? (from?.method ?? 'GET') : checked_method(options.method);
		super(checked_body(options, from, method), new Headers(options.headers ?? from?.headers));
		this.#url = from === null ? checked_url(/** @type {string | URL} */ (input)) : from.#url;
		this.#method = method;
		this.#choices = choices(options, from ? from.#choices : {});
		this.#signal = options.signal === undefined ? from && from.#signal : checked_signal(options.signal);
		this.#rest = checked_rest(options, from ? from.#rest : {});
	}

	get cache() {
		return this.#choices.cache;
	}

	get credentials() {
		return this.#choices.credentials;
	}

	get destination() {
		return '';
	}

	get duplex() {
		return 'half';
	}

	get integrity() {
		return this.#rest.integrity;
	}

	get keepalive() {
		return this.#rest.keepalive;
	}

	get method() {
		return this.#method;
	}

	get mode() {
		return this.#choices.mode;
	}

	get redirect() {
		return this.#choices.redirect;
	}

	get referrer() {
		return this.#rest.referrer;
	}

	get referrerPolicy() {
		return this.#choices.referrerPolicy;
	}

	get signal() {
		return (this.#signal ??= new AbortController().signal);
	}

	get url() {
		return this.#url;
	}

	clone() {
		const clone = new Request(this.#url, {
			headers: this.headers,
			method: this.#method,
			body: clone_body(this)
		});
		clone.#choices = this.#choices;
		clone.#signal = this.#signal;
		clone.#rest = this.#rest;
		return clone;
	}

	get [Symbol.toStringTag]() {
		return 'Request';
	}
}

mix_body_in(Request);

/** @param {string | URL} input */
function checked_url(input) {
	const url = URL.parse(`${input}`);
	if (url === null) throw new TypeError(`Failed to parse URL from ${input}`);
	if (url.username || url.password)
		throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
	return url.href;
}

/** @param {string} method */
function checked_method(method) {
	const text = `${method}`;
	if (!is_token(text)) throw new TypeError(`'${text}' is not a valid HTTP method.`);
	if (/^(?:connect|trace|track)$/i.test(text)) throw new TypeError(`'${text}' HTTP method is unsupported.`);
	const upper = text.toUpperCase();
	return NORMALIZED.includes(upper) ? upper : text;
}

/**
 * @param {Options} options
 * @param {Request | null} from its body is taken, unless there is another one
 * @param {string} method
 */
function checked_body({ body = null, duplex }, from, method) {
	const given = body ?? (from && has_body(from) ? take_body(from) : null);
	const is_empty = given === null || (given instanceof ExtractedBody && given.source === null);
	if (!is_empty && (method === 'GET' || method === 'HEAD'))
		throw new TypeError('Request with GET/HEAD method cannot have body.');
	if (duplex !== undefined && duplex !== 'half') throw new TypeError(`duplex is half, and not ${duplex}`);
	if (is_stream(body) && duplex !== 'half')
		throw new TypeError("a request whose body is a stream needs the option duplex: 'half'");
	return given;
}

/**
 * @param {Options} options
 * @param {Partial<Record<Choice, string>>} inherited
 * @returns {Record<Choice, any>} any: one of CHOICES
 */
function choices(options, inherited) {
	const entries = Object.entries(CHOICES).map(([name, values]) => {
		const key = /** @type {Choice} */ (name);
		const value = options[key] === undefined ? (inherited[key] ?? values[0]) : `${options[key]}`;
		if (!values.includes(value))
			throw new TypeError(`${name} is one of ${values.join(', ')}, and not ${value}`);
		return [key, value];
	});
	const chosen = Object.fromEntries(entries);
	if (chosen.cache === 'only-if-cached' && chosen.mode !== 'same-origin')
		throw new TypeError('the cache only-if-cached needs the mode same-origin');
	return chosen;
}

/**
 * @param {Options} options
 * @param {{ referrer?: string, integrity?: string, keepalive?: boolean }} inherited
 */
function checked_rest(options, inherited) {
	const { referrer, integrity, keepalive } = options;
	return {
		referrer: referrer === undefined ? (inherited.referrer ?? 'about:client') : checked_referrer(referrer),
		integrity: integrity === undefined ? (inherited.integrity ?? '') : `${integrity}`,
		keepalive: keepalive === undefined ? (inherited.keepalive ?? false) : Boolean(keepalive)
	};
}

/** @param {string} referrer */
function checked_referrer(referrer) {
	const text = `${referrer}`;
	const url = URL.parse(text);
	if (text !== '' && url === null) throw new TypeError(`the referrer of a request is a URL, not ${text}`);
	return url?.href ?? '';
}

/** @param {AbortSignal | null} signal */
function checked_signal(signal) {
	if (signal !== null && !(signal instanceof AbortSignal)) throw new TypeError('signal is no AbortSignal');
	return signal;
}
