import { HttpError, Redirect } from 'lissome:kit/exports/internal/shared.js';

/**
 * @typedef {object} Description
 * @property {'http' | 'redirect' | 'unknown'} kind
 * @property {string} name
 * @property {string} message
 * @property {string} stack
 * @property {number} [status]
 * @property {Record<string, unknown>} [props]
 * @property {string} [location]
 * @property {number | null} at position in the branch of the universal load that failed
 */

/** What a universal load threw, and which: noted beside it, because anything can be thrown. */
export class LoadFailure {
	/**
	 * @param {unknown} reason
	 * @param {number} at
	 */
	constructor(reason, at) {
		this.reason = reason;
		this.at = at;
	}
}

/**
 * What was thrown, in terms of JSON. That can be anything: an object that throws when one looks at it, too.
 *
 * @param {any} error
 * @returns {Description}
 */
export function describe(error) {
	try {
		return describe_known(error);
	} catch {
		return { ...unnamed('unknown'), name: 'Error', message: 'what was thrown cannot be looked at: that throws again' };
	}
}

/**
 * @param {any} error
 * @returns {Description}
 */
function describe_known(error) {
	if (error instanceof LoadFailure) return { ...describe(error.reason), at: error.at };
	if (error instanceof Redirect) {
		return { ...unnamed('redirect'), status: error.status, location: error.location };
	}
	if (error instanceof HttpError) {
		const { status, message, ...props } = error.body;
		return { ...unnamed('http'), status, message, props };
	}
	const { name = typeof error, message = String(error) } = error ?? {};
	return { kind: 'unknown', name: String(name), message: String(message), stack: stack_of(error), at: null };
}

/**
 * @param {any} error
 * @returns {string} empty when there is none, or what the app's `Error.prepareStackTrace` made of it is no text
 */
function stack_of(error) {
	const stack = error?.stack;
	return typeof stack === 'string' ? stack : '';
}

/**
 * The other way: what Python says was raised, as something to throw.
 *
 * @param {Description} description
 */
export function thrown({ kind, name, message, status, props, location }) {
	if (kind === 'redirect') return new Redirect(status, location);
	if (kind === 'http') return new HttpError({ ...props, status, message });
	return Object.assign(new Error(message), { name });
}

/** @param {unknown} error */
export function is_redirect(error) {
	return error instanceof Redirect;
}

/** @param {'http' | 'redirect' | 'unknown'} kind */
function unnamed(kind) {
	return { kind, name: kind === 'http' ? 'HttpError' : 'Redirect', message: '', stack: '', at: null };
}
