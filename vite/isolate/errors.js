/** @import { SerializedError } from './messages.js' */
import { HttpError, Redirect } from 'lissome:kit/exports/internal/shared.js';
import { LONGEST, shorten } from './long_text.js';

/** A thrown value with the position of its universal load; not a property of that value, because it can be anything. */
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
 * Serialize what was thrown. That can be anything, even an object that throws when its properties are read.
 *
 * @param {unknown} error
 * @returns {SerializedError}
 */
export function serialize_error(error) {
	try {
		return serialize(error);
	} catch {
		return {
			...unnamed('unknown'),
			name: 'Error',
			message: 'what was thrown cannot be looked at: that throws again'
		};
	}
}

/**
 * @param {unknown} error
 * @returns {SerializedError}
 */
function serialize(error) {
	if (error instanceof LoadFailure) return { ...serialize_error(error.reason), at: error.at };
	if (error instanceof Redirect) {
		return { ...unnamed('redirect'), status: error.status, location: error.location };
	}
	if (error instanceof HttpError) {
		const { status, message, ...props } = error.body;
		const size = JSON.stringify({ message, props }).length;
		if (size > LONGEST) {
			const text = `the body of an error may have ${LONGEST} characters of JSON, and that of error(${status}, …) has ${size}`;
			return { ...unnamed('unknown'), name: 'Error', message: text };
		}
		return { ...unnamed('http'), status, message, props };
	}
	const { name = typeof error, message = String(error) } = /** @type {Partial<Error>} */ (error ?? {});
	const whole = String(message);
	const short = shorten(whole);
	// the frames follow the message
	const stack = short === whole ? stack_of(error) : stack_of(error).replace(whole, () => short);
	return {
		kind: 'unknown',
		name: shorten(String(name)),
		message: short,
		stack: shorten(stack, 150_000),
		at: null
	};
}

/**
 * @param {unknown} error
 * @returns {string} empty if there is none, or if the app's `Error.prepareStackTrace` returns something that is not a
 *   string
 */
function stack_of(error) {
	const stack = /** @type {Partial<Error> | null | undefined} */ (error)?.stack;
	return typeof stack === 'string' ? stack : '';
}

/**
 * Make an error of one that Python has serialized.
 *
 * @param {SerializedError} error
 */
export function deserialize_error({ kind, name, message, status, props, location }) {
	if (kind === 'redirect')
		return new Redirect(/** @type {number} */ (status), /** @type {string} */ (location));
	if (kind === 'http') return new HttpError({ ...props, status, message });
	return Object.assign(new Error(message), { name });
}

/** @param {unknown} error */
export function is_redirect(error) {
	return error instanceof Redirect;
}

/**
 * @param {SerializedError['kind']} kind
 * @returns {SerializedError}
 */
function unnamed(kind) {
	return { kind, name: kind === 'http' ? 'HttpError' : 'Redirect', message: '', stack: '', at: null };
}
