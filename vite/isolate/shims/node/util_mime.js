import { with_code } from './node_error.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/** a parameter: its name, and a value that may be quoted, whatever follows the quotes */
const PARAMETER = /[\t\n\r ]*([^;=]+)(?:=(?:"((?:[^"\\]|\\[^])*)"?[^;]*|([^;]*)))?(?:;|$)/g;

/** what the value of a parameter can have */
const VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;

const SPACES = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** The parameters of a media type. */
export class MIMEParams {
	/** @type {Map<string, string>} */
	#values = new Map();

	/**
	 * @param {string} text as it follows the essence
	 * @returns {MIMEParams}
	 */
	static parse(text) {
		const params = new MIMEParams();
		for (const [, name, quoted, plain] of text.matchAll(PARAMETER)) {
			const value = quoted?.replaceAll(/\\([^])/g, '$1') ?? plain?.replaceAll(SPACES, '');
			const key = name.toLowerCase();
			// an empty value must be quoted
			const is_value = value || quoted !== undefined;
			if (is_value && TOKEN.test(key) && VALUE.test(value) && !params.has(key))
				params.#values.set(key, value);
		}
		return params;
	}

	/** @param {string} name */
	delete(name) {
		this.#values.delete(name);
	}

	/** @param {string} name */
	get(name) {
		return this.#values.get(name) ?? null;
	}

	/** @param {string} name */
	has(name) {
		return this.#values.has(name);
	}

	/**
	 * @param {string} name
	 * @param {string} value
	 */
	set(name, value) {
		// as it is: only those that are parsed are in lower case
		if (!TOKEN.test(name)) throw invalid('parameter name', name);
		if (!VALUE.test(value)) throw invalid('parameter value', value);
		this.#values.set(`${name}`, `${value}`);
	}

	entries() {
		return this.#values.entries();
	}

	keys() {
		return this.#values.keys();
	}

	values() {
		return this.#values.values();
	}

	[Symbol.iterator]() {
		return this.entries();
	}

	toString() {
		return Array.from(this, ([name, value]) => `${name}=${written(value)}`).join(';');
	}

	toJSON() {
		return this.toString();
	}
}

/** A media type. */
export class MIMEType {
	#type;
	#subtype;
	#params;

	/** @param {string} input */
	constructor(input) {
		const text = `${input}`.replaceAll(SPACES, '');
		const [essence] = text.split(';', 1);
		const slash = essence.indexOf('/');
		this.#type = token('type', essence.slice(0, Math.max(slash, 0)), input);
		this.#subtype = token('subtype', essence.slice(slash + 1).replace(/[\t\n\r ]+$/, ''), input);
		this.#params = MIMEParams.parse(text.slice(essence.length + 1));
	}

	get type() {
		return this.#type;
	}

	set type(type) {
		this.#type = token('type', type);
	}

	get subtype() {
		return this.#subtype;
	}

	set subtype(subtype) {
		this.#subtype = token('subtype', subtype);
	}

	get essence() {
		return `${this.#type}/${this.#subtype}`;
	}

	get params() {
		return this.#params;
	}

	toString() {
		const params = `${this.#params}`;
		return params ? `${this.essence};${params}` : this.essence;
	}

	toJSON() {
		return this.toString();
	}
}

/** @param {string} value */
const written = (value) => (TOKEN.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`);

/**
 * @param {string} what it is
 * @param {string} text
 * @param {string} [whole] what it is a part of
 */
function token(what, text, whole = text) {
	if (!TOKEN.test(text)) throw invalid(what, whole);
	return `${text}`.toLowerCase();
}

/**
 * @param {string} what
 * @param {string} text
 */
const invalid = (what, text) =>
	with_code(
		new TypeError(`The MIME syntax for a ${what} in "${text}" is invalid`),
		'ERR_INVALID_MIME_SYNTAX'
	);
