import { require_arguments } from '../arguments.js';
import { define_iteration } from '../iterators.js';
import { is_token } from './token.js';

/** @typedef {Headers | Array<[string, string]> | Iterable<Iterable<string>> | Record<string, string>} HeadersSource */

/** @type {(headers: Headers) => Array<[name: string, value: string]>} */
let sorted;

/** @type {(headers: Headers) => Headers} refuses changes of headers from now on */
export let make_immutable;

/** Headers (https://fetch.spec.whatwg.org/#headers-class). */
export class Headers {
	/** @type {Map<string, string>} by name in lower case; all but Set-Cookie, whose values are never combined */
	#values = new Map();

	/** @type {string[]} */
	#cookies = [];

	#is_immutable = false;

	/** @param {[init?: HeadersSource]} args a list, so that the constructor's length is the standard's */
	constructor(...[init]) {
		if (init === undefined) return;
		if (Object(init) !== init)
			throw new TypeError('Headers are made of an object, of pairs, or of other Headers');
		for (const [name, value] of pairs_of(init)) this.append(name, value);
	}

	/**
	 * @param {string} name
	 * @param {string} value
	 */
	append(name, value) {
		require_arguments('Headers.append', arguments.length, 2);
		const key = this.#writable(name, 'append');
		const text = checked_value(key, value);
		if (key === 'set-cookie') {
			this.#cookies.push(text);
			return;
		}
		const before = this.#values.get(key);
		this.#values.set(key, before === undefined ? text : `${before}, ${text}`);
	}

	/** @param {string} name */
	delete(name) {
		const key = this.#writable(name, 'delete');
		if (key === 'set-cookie') this.#cookies = [];
		else this.#values.delete(key);
	}

	/** @param {string} name */
	get(name) {
		require_arguments('Headers.get', arguments.length, 1);
		const key = checked_name(name);
		if (key !== 'set-cookie') return this.#values.get(key) ?? null;
		return this.#cookies.length > 0 ? this.#cookies.join(', ') : null;
	}

	getSetCookie() {
		return [...this.#cookies];
	}

	/** @param {string} name */
	has(name) {
		const key = checked_name(name);
		return key === 'set-cookie' ? this.#cookies.length > 0 : this.#values.has(key);
	}

	/**
	 * @param {string} name
	 * @param {string} value
	 */
	set(name, value) {
		require_arguments('Headers.set', arguments.length, 2);
		const key = this.#writable(name, 'set');
		const text = checked_value(key, value);
		if (key === 'set-cookie') this.#cookies = [text];
		else this.#values.set(key, text);
	}

	get [Symbol.toStringTag]() {
		return 'Headers';
	}

	static {
		sorted = (headers) => headers.#sorted();
		make_immutable = (headers) => {
			headers.#is_immutable = true;
			return headers;
		};
	}

	/** @returns {Array<[name: string, value: string]>} sorted by name */
	#sorted() {
		/** @type {Array<[string, string]>} */
		const cookies = this.#cookies.map((value) => ['set-cookie', value]);
		return [...this.#values, ...cookies].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	}

	/**
	 * @param {string} name
	 * @param {string} method
	 */
	#writable(name, method) {
		const key = checked_name(name);
		if (this.#is_immutable)
			throw new TypeError(`Headers.${method}: the headers of this response are immutable`);
		return key;
	}
}

define_iteration(Headers, 'Headers', (headers) => sorted(headers));

/**
 * @param {HeadersSource} init
 * @returns {Iterable<[string, string]>}
 */
function pairs_of(init) {
	const iterate = /** @type {any} */ (init)[Symbol.iterator];
	if (init instanceof Headers && iterate === /** @type {any} */ (Headers.prototype).entries)
		return sorted(init);
	if (typeof iterate !== 'function') {
		if (
			Object.getOwnPropertySymbols(init).some((key) => Object.prototype.propertyIsEnumerable.call(init, key))
		)
			throw new TypeError('Headers: a symbol is no name of a header');
		return Object.entries(/** @type {Record<string, string>} */ (init));
	}
	return Array.from(/** @type {Iterable<Iterable<string>>} */ (init), (pair) => {
		const [name, value, ...more] = typeof pair === 'object' ? pair : [];
		if (value === undefined || more.length > 0) throw new TypeError('Headers: a pair has a name and a value');
		return [name, value];
	});
}

/** @param {string} name */
function checked_name(name) {
	const text = `${name}`;
	if (!is_token(text)) throw new TypeError(`Headers: ${JSON.stringify(text)} is an invalid header name.`);
	return text.toLowerCase();
}

/**
 * @param {string} name
 * @param {string} value
 */
function checked_value(name, value) {
	const text = `${value}`.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
	// https://fetch.spec.whatwg.org/#header-value, and code units that are no bytes
	if (/[\0\r\n]|[^\0-\xFF]/.test(text)) {
		throw new TypeError(`Headers: ${JSON.stringify(text)} is an invalid value of ${name}.`);
	}
	return text;
}
