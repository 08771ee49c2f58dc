/** @import { FetchAnswer } from '../messages.js' */
import { NULL_BODY_STATUSES } from '../../prelude/fetch/statuses.js';

/**
 * The request that a response answers, as the browser looks it up.
 *
 * @typedef {object} Lookup
 * @property {string} url
 * @property {string} method
 * @property {() => string | null} hash computes that of headers and body as the load gave them; null if it gave none
 * @property {boolean} is_findable false if the browser cannot compute the key of the request
 */

/**
 * A response that has been read; it is sent with the page, so that the browser need not fetch it again (`Fetched` in
 * kit).
 *
 * @typedef {Omit<Lookup, 'is_findable' | 'hash'> & { hash: string | null } & Pick<FetchAnswer, 'status' | 'status_text' | 'headers'> & { body: string | undefined, b64: boolean }} Fetched
 */

/**
 * An object whose methods can be replaced.
 *
 * @template T
 * @typedef {{ -readonly [Key in keyof T]: T[Key] }} Writable
 */

/**
 * Record a response when its body is read: one that is not read is not worth sending. The methods that count are kit's
 * (runtime/server/page/load_data.js): `bytes()` and `blob()` do not.
 *
 * The browser takes the first recorded response that fits a request, so they are recorded in the order in which the
 * bodies were requested. Python has fetched the whole bodies, so there is no other order to consider.
 *
 * @param {Writable<Response>} response its methods are replaced
 * @param {FetchAnswer} answer
 * @param {Lookup} lookup
 * @param {Fetched[]} fetched
 */
export function record_fetched(response, answer, { is_findable, hash, ...lookup }, fetched) {
	const { status, status_text, headers } = answer;
	const has_no_body = NULL_BODY_STATUSES.includes(status);
	const record = (/** @type {string | undefined} */ body, /** @type {boolean} */ b64) =>
		fetched.push({ ...lookup, hash: hash(), status, status_text, headers, body, b64 });
	// a body that has been read before fails now, and is not recorded again
	const is_recordable = () => is_findable && !response.bodyUsed;
	const text = response.text.bind(response);
	const array_buffer = response.arrayBuffer.bind(response);
	// any: kit's `text()` returns undefined for a response without a body
	response.text = async () => {
		const value = /** @type {any} */ (has_no_body ? undefined : text_of(answer));
		if (is_recordable()) record(value, false);
		await text();
		return value;
	};
	response.json = async () => {
		const content = await response.text();
		return content ? JSON.parse(content) : undefined;
	};
	response.arrayBuffer = async () => {
		if (is_recordable()) record(has_no_body ? '' : base64_of(answer), true);
		return array_buffer();
	};
	let is_open = false;
	// recorded when the property is read, as in kit
	Object.defineProperty(response, 'body', {
		get() {
			if (!is_open && is_recordable() && !has_no_body) after_two_ticks(() => record(base64_of(answer), true));
			is_open = true;
			return Reflect.get(Response.prototype, 'body', response);
		}
	});
}

/**
 * A text that is requested in the next two ticks is recorded first: that is how long kit takes to tee a stream. No load
 * can end before that, so the response is recorded in time.
 *
 * @param {() => void} record
 */
async function after_two_ticks(record) {
	// oxlint-disable unicorn/no-unnecessary-await -- each lets other jobs go first
	await null;
	await null;
	// oxlint-enable unicorn/no-unnecessary-await
	record();
}

/** @param {FetchAnswer} answer */
function text_of({ body, b64 }) {
	if (b64) return new TextDecoder().decode(Uint8Array.fromBase64(body));
	return body.startsWith('\uFEFF') ? body.slice(1) : body; // as if it had been decoded
}

/** @param {FetchAnswer} answer */
function base64_of({ body, b64 }) {
	return b64 ? body : new TextEncoder().encode(body).toBase64();
}
