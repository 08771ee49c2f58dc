/** @import { Host } from '../host.js' */
import { thrown } from '../errors.js';
import { note_reads, NULL_BODY } from './fetched.js';

const noop = () => {};

/**
 * What a load's `fetch` is tied to.
 *
 * @typedef {object} Site
 * @property {string} page the page's URL
 * @property {number} [at] position in the branch
 * @property {any[]} [fetched] where responses are noted that were read, to be sent with the page: see reads.js
 */

/**
 * The `fetch` of a universal load. Python carries it out; like kit (runtime/server/page/load_data.js) it
 * notes what is read, so that the browser need not fetch it again.
 *
 * @param {Host} host
 * @param {Site} site
 */
export function create_fetch(host, site) {
	return (input, init) => {
		const response = fetch_for(host, site, input, init);
		// A streamed response need not be caught by the user, as in kit
		response.catch(noop);
		return response;
	};
}

/**
 * `fetch` where there is no load: in a component, or at the top of a module. Without a base, so relative
 * URLs fail as they do in Node.
 *
 * @param {Host} host
 * @param {any} input
 * @param {any} init
 */
export async function fetch_outside(host, input, init) {
	const request = new Request(input instanceof Request ? input : new URL(input).href, without_cache(init));
	return response_of(await host.ask(await message_of(request, init)));
}

/**
 * @param {Host} host
 * @param {Site} site
 * @param {any} input
 * @param {any} init
 */
async function fetch_for(host, site, input, init) {
	const url = new URL(input instanceof Request ? input.url : input, site.page);
	const request = new Request(input instanceof Request ? input : url.href, without_cache(init));
	if (request.signal?.aborted) throw new DOMException('The operation was aborted.', 'AbortError');
	const message = { ...(await message_of(request, init)), url: url.href, at: site.at };
	const answer = await host.ask(message);
	if (answer.thrown) throw thrown(answer.thrown);
	const origin = new URL(site.page).origin;
	const seen = url.origin === origin ? answer : check_cors(answer, request, origin);
	const response = response_of(seen);
	hide_headers(response, answer);
	if (site.fetched) {
		const found = { url: url.origin === origin ? url.href.slice(origin.length) : url.href, ...lookup_of(input, init, message) };
		note_reads(response, seen, found, site.fetched);
	}
	return response;
}

/** The polyfill of Request would add a query parameter for `no-store`. */
function without_cache(init) {
	return init && 'cache' in init ? { ...init, cache: undefined } : init;
}

/**
 * @param {Request} request
 * @param {any} init
 */
async function message_of(request, init) {
	const body = await body_of(request, init);
	return {
		kind: 'fetch',
		url: request.url,
		method: request.method,
		headers: [...request.headers],
		...body,
		credentials: request.credentials,
		mode: init?.mode ?? request.mode ?? 'cors'
	};
}

/**
 * A text, or bytes that are none in base64.
 *
 * @param {Request} request
 * @param {any} init
 */
async function body_of(request, init) {
	if (request.method === 'GET' || request.method === 'HEAD') return { body: null };
	const raw = init?.body;
	if (typeof raw === 'string' || raw instanceof URLSearchParams) return { body: (await request.text()) || null };
	const bytes = new Uint8Array(await request.arrayBuffer());
	if (raw instanceof ArrayBuffer || ArrayBuffer.isView(raw)) return { body: bytes.toBase64(), body_b64: true };
	// that of a Request does not say what it was made of
	const text = as_text(bytes);
	return text === null ? { body: bytes.toBase64(), body_b64: true } : { body: text || null };
}

/** @param {Uint8Array} bytes */
function as_text(bytes) {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/**
 * What the browser looks a response up by, besides its URL: headers and body as the load gave them.
 *
 * @param {any} input
 * @param {any} init
 * @param {any} message
 */
function lookup_of(input, init, { method, body, body_b64 }) {
	const by_request = input instanceof Request && [...input.headers].length > 0;
	const given = by_request ? input.headers : init?.headers;
	return {
		method,
		request_headers: given ? [...new Headers(given)] : null,
		request_body: body,
		request_b64: body_b64 === true,
		is_findable: input instanceof Request || !init?.body || typeof init.body === 'string' || ArrayBuffer.isView(init.body)
	};
}

/** @param {any} answer */
function response_of({ status, status_text, headers, body, b64, url }) {
	const content = NULL_BODY.includes(status) ? null : b64 ? Uint8Array.fromBase64(body) : body;
	const response = new Response(content, { status, statusText: status_text, headers, url });
	if (response.redirected === undefined) response.redirected = false;
	return response;
}

/**
 * What the browser would do with a response of another origin: kit does the same on its server, so that a
 * load does not work there only.
 *
 * @param {any} answer
 * @param {Request} request
 * @param {string} origin
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
 * Headers that are not sent to the browser cannot be read here either, or hydration would differ.
 *
 * @param {Response} response
 * @param {{ headers: [string, string][], readable?: string[] | null, hides_cookies?: boolean }} answer
 */
function hide_headers(response, { headers: pairs, readable, hides_cookies }) {
	if (!readable) return;
	const { headers } = response;
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
