/** @import { Host } from '../host.js' */
/** @import { FetchAnswer, HostRequest } from '../messages.js' */
/** @import { Fetched, Lookup, Writable } from './fetched.js' */
import { hash_request } from 'lissome:kit/utils/hash.js';
import { NULL_BODY_STATUSES } from '../../prelude/fetch/statuses.js';
import { deserialize_error } from '../errors.js';
import { answer_of_data_url } from './data_url.js';
import { record_fetched } from './fetched.js';

const noop = () => {};

/** the key of what only a response of the network has (prelude/fetch/response.js) */
const NETWORK = Symbol.for('lissome.network');

/** @typedef {Request | string | URL} FetchInput */

/**
 * The load that a `fetch` belongs to.
 *
 * @typedef {object} Caller
 * @property {string} page the page's URL
 * @property {number} [at] position in the branch
 * @property {Fetched[]} [fetched] responses that were read are added to it, to be sent with the page
 */

/**
 * Make the `fetch` of a universal load. Python sends the request; like kit (runtime/server/page/load_data.js) it records
 * what is read, so that the browser need not fetch it again.
 *
 * @param {Host} host
 * @param {Caller} caller
 * @returns {(input: FetchInput, init?: RequestInit) => Promise<Response>}
 */
export function create_fetch(host, caller) {
	return (input, init) => {
		const response = fetch_for(host, caller, input, init);
		// the user need not catch the error of a response that is streamed, as in kit
		response.catch(noop);
		return response;
	};
}

/**
 * `fetch` outside of a load: in a component, or at the top level of a module. It has no base, so relative URLs fail as
 * they do in Node.
 *
 * @param {Host} host
 * @param {FetchInput} input
 * @param {RequestInit} [init]
 */
export async function fetch_without_base(host, input, init) {
	const request = new Request(input, init);
	return response_of(await ask(host, request, await message_of(request, init), input, init));
}

/**
 * @param {Host} host
 * @param {Caller} caller
 * @param {FetchInput} input
 * @param {RequestInit | undefined} init
 */
async function fetch_for(host, caller, input, init) {
	if (input === undefined) throw new TypeError('fetch takes a URL or a Request');
	const url = new URL(input instanceof Request ? input.url : input, caller.page);
	const request = new Request(input instanceof Request ? input : url.href, init);
	const message = { ...(await message_of(request, init)), url: url.href, at: caller.at };
	const answer = await ask(host, request, message, input, init);
	if (answer.thrown) throw deserialize_error(answer.thrown);
	const origin = new URL(caller.page).origin;
	const visible = url.origin === origin ? answer : check_cors(answer, request, origin);
	const response = response_of(visible);
	hide_headers(response, answer);
	if (caller.fetched) {
		const lookup = {
			url: url.origin === origin ? url.href.slice(origin.length) : url.href,
			...lookup_of(input, init, message)
		};
		record_fetched(response, visible, lookup, caller.fetched);
	}
	return response;
}

/**
 * Have Python fetch, until the request is aborted. Then the render goes on with the reason, as in a browser; kit has only
 * an AbortError for requests to the app itself.
 *
 * @param {Host} host
 * @param {Request} request
 * @param {HostRequest<'fetch'> & { url: string, headers: Array<[string, string]> }} message
 * @param {FetchInput} input
 * @param {RequestInit | undefined} init
 * @returns {Promise<FetchAnswer>}
 */
async function ask(host, request, message, input, init) {
	if (message.url.startsWith('data:')) return answer_of_data_url(message.url);
	check_head(message);
	if (!init?.signal && !(input instanceof Request)) return host.ask(message);
	request.signal.throwIfAborted();
	return host.ask(message, request.signal);
}

/** Characters of an address and all headers. Servers take less. */
const MAX_HEAD = 65_536;

/** @param {{ url: string, headers: Array<[string, string]> }} message */
function check_head({ url, headers }) {
	let size = url.length;
	for (const [name, value] of headers) size += name.length + value.length;
	if (size > MAX_HEAD)
		throw new TypeError(
			`the address and headers of a request may have ${MAX_HEAD} characters, and not ${size}`
		);
}

/**
 * @param {Request} request
 * @param {RequestInit | undefined} init
 */
async function message_of(request, init) {
	const body = await body_of(request, init);
	return {
		kind: /** @type {const} */ ('fetch'),
		url: request.url,
		method: request.method,
		headers: [...request.headers],
		...body,
		credentials: request.credentials,
		mode: request.mode,
		redirect: request.redirect
	};
}

/**
 * The body of a request: as a string, or in base64 if it is not UTF-8.
 *
 * @param {Request} request
 * @param {RequestInit | undefined} init
 * @returns {Promise<{ body: string | null, body_b64?: true }>}
 */
async function body_of(request, init) {
	if (request.method === 'GET' || request.method === 'HEAD') return { body: null };
	const raw = /** @type {unknown} */ (init?.body);
	if (typeof raw === 'string' || raw instanceof URLSearchParams)
		return { body: (await request.text()) || null };
	const bytes = await request.bytes();
	if (raw instanceof ArrayBuffer || ArrayBuffer.isView(raw))
		return { body: bytes.toBase64(), body_b64: true };
	// a Request does not tell what its body was made of
	const text = as_text(bytes);
	return text === null ? { body: bytes.toBase64(), body_b64: true } : { body: text || null };
}

/**
 * @param {Uint8Array} bytes
 * @returns {string | null} null if they are not UTF-8
 */
function as_text(bytes) {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/**
 * The key by which the browser looks up a response, besides its URL: headers and body as the load gave them.
 *
 * @param {FetchInput} input
 * @param {RequestInit | undefined} init
 * @param {{ method: string, body: string | null, body_b64?: boolean }} message
 * @returns {Omit<Lookup, 'url'>}
 */
function lookup_of(input, init, { method, body, body_b64 }) {
	const given = input instanceof Request && [...input.headers].length > 0 ? input.headers : init?.headers;
	// before the load can change them
	const headers = given && new Headers(given);
	return {
		method,
		hash() {
			const sent = body_b64 ? Uint8Array.fromBase64(/** @type {string} */ (body)) : body;
			return headers || sent ? hash_request(headers, sent) : null;
		},
		is_findable:
			input instanceof Request ||
			!init?.body ||
			typeof init.body === 'string' ||
			ArrayBuffer.isView(init.body)
	};
}

/** @param {FetchAnswer} answer */
function response_of({ status, status_text, headers, body, b64, url, redirected }) {
	const content = NULL_BODY_STATUSES.includes(status) ? null : b64 ? Uint8Array.fromBase64(body) : body;
	const init = { status, statusText: status_text, headers, [NETWORK]: { url, redirected } };
	return new Response(content, init);
}

/**
 * Apply the browser's CORS check to a response of another origin. kit does so on its server, too, so that a load does
 * not work only there.
 *
 * @param {FetchAnswer} answer
 * @param {Request} request
 * @param {string} origin
 * @returns {FetchAnswer}
 */
function check_cors(answer, request, origin) {
	if (!/^https?:/.test(request.url)) return answer;
	if (request.mode === 'no-cors') return { ...answer, body: '', b64: false };
	const allowed = answer.headers.find(([name]) => name.toLowerCase() === 'access-control-allow-origin')?.[1];
	if (allowed === '*' || allowed === origin) return answer;
	throw new Error(
		`CORS error: ${allowed ? 'Incorrect' : 'No'} 'Access-Control-Allow-Origin' header is present on ${request.url}`
	);
}

/**
 * Hide the headers that are not sent to the browser, or hydration would differ.
 *
 * @param {Response} response
 * @param {FetchAnswer} answer
 */
function hide_headers(response, { headers: pairs, readable, hides_cookies }) {
	if (!readable) return;
	const headers = /** @type {Writable<Headers>} */ (response.headers);
	const get = headers.get.bind(headers);
	headers.getSetCookie = () => {
		if (hides_cookies) throw new Error('Failed to get response header "set-cookie"');
		return pairs.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
	};
	headers.get = (name) => {
		const value = get(name);
		const lower = name.toLowerCase();
		if (value !== null && !lower.startsWith('x-sveltekit-') && !readable.includes(lower)) {
			throw new Error(
				`Failed to get response header "${lower}": let filter_serialized_response_headers in hooks.server.py return True for it`
			);
		}
		return value;
	};
}
