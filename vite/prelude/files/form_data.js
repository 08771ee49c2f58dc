import { require_arguments } from '../arguments.js';
import { define_iteration } from '../iterators.js';
import { Blob, File } from './blob.js';

/** @typedef {string | File} Value */

/** @type {(form: FormData) => Array<[name: string, value: Value]>} */
let entries_of;

/** Fields of a form (https://xhr.spec.whatwg.org/#interface-formdata). */
export class FormData {
	/** @type {Array<[name: string, value: Value]>} */
	#entries = [];

	/** @param {[form?: unknown]} args a list, so that the constructor's length is the standard's */
	constructor(...[form]) {
		if (form !== undefined)
			throw new TypeError('there are no forms to take fields from while a page is rendered');
	}

	/**
	 * @param {string} name
	 * @param {unknown} value
	 * @param {string} [filename]
	 */
	append(name, value, filename) {
		require_arguments('FormData.append', arguments.length, 2);
		this.#entries.push(entry_of(name, value, filename));
	}

	/** @param {string} name */
	delete(name) {
		require_arguments('FormData.delete', arguments.length, 1);
		const key = `${name}`.toWellFormed();
		this.#entries = this.#entries.filter(([each]) => each !== key);
	}

	/** @param {string} name */
	get(name) {
		require_arguments('FormData.get', arguments.length, 1);
		return this.getAll(name)[0] ?? null;
	}

	/** @param {string} name */
	getAll(name) {
		require_arguments('FormData.getAll', arguments.length, 1);
		const key = `${name}`.toWellFormed();
		return this.#entries.filter(([each]) => each === key).map(([, value]) => value);
	}

	/** @param {string} name */
	has(name) {
		require_arguments('FormData.has', arguments.length, 1);
		return this.getAll(name).length > 0;
	}

	/**
	 * @param {string} name
	 * @param {unknown} value
	 * @param {string} [filename]
	 */
	set(name, value, filename) {
		require_arguments('FormData.set', arguments.length, 2);
		const entry = entry_of(name, value, filename);
		const at = this.#entries.findIndex(([each]) => each === entry[0]);
		if (at < 0) this.#entries.push(entry);
		else
			this.#entries = this.#entries.flatMap((each, i) =>
				i === at ? [entry] : each[0] === entry[0] ? [] : [each]
			);
	}

	get [Symbol.toStringTag]() {
		return 'FormData';
	}

	static {
		entries_of = (form) => form.#entries;
	}
}

define_iteration(FormData, 'FormData', (form) => entries_of(form));

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string | undefined} filename
 * @returns {[name: string, value: Value]}
 */
function entry_of(name, value, filename) {
	const key = `${name}`.toWellFormed();
	if (!(value instanceof Blob)) {
		if (filename !== undefined) throw new TypeError('only a Blob or File has a file name');
		return [key, `${value}`.toWellFormed()];
	}
	if (value instanceof File && filename === undefined) return [key, value];
	const lastModified = value instanceof File ? value.lastModified : undefined;
	return [
		key,
		new File([value], filename === undefined ? 'blob' : filename, { type: value.type, lastModified })
	];
}
