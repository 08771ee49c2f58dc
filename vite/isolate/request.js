/** @import { Host } from './host.js' */

/**
 * The request that this graph serves. It stands in for kit's `exports/internal/server/event.js`, which
 * follows requests through AsyncLocalStorage; here a graph serves one render, so a variable is enough.
 *
 * @type {any}
 */
let store = null;

/**
 * The parts of a URL that kit's `$app/paths` reads while rendering, without parsing it: Python has
 * already normalised it.
 */
class Place {
	/** @param {string} href */
	constructor(href) {
		this.href = href;
	}

	get origin() {
		return this.href.slice(0, this.#path_start);
	}

	get pathname() {
		const path = this.href.slice(this.#path_start);
		const end = path.search(/[?#]/);
		return end < 0 ? path : path.slice(0, end);
	}

	get #path_start() {
		return this.href.indexOf('/', this.href.indexOf('//') + 2);
	}
}

/**
 * @param {any} page
 * @param {string} href
 * @param {Host} _host
 */
export function enter_request(page, href, _host) {
	const url = new Place(href);
	store = { event: { url, params: page.params, route: page.route, request: { url: href } }, state: {} };
}

export function try_get_request_store() {
	return store;
}

export function get_request_store() {
	if (!store) throw new Error('there is no request: this runs outside of a render');
	return store;
}

export function getRequestEvent() {
	return get_request_store().event;
}

/**
 * @template T
 * @param {unknown} _store
 * @param {() => T} fn
 */
export function with_request_store(_store, fn) {
	return fn();
}
