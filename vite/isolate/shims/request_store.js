/**
 * Replaces kit's `exports/internal/server/event.js`, which follows requests through AsyncLocalStorage. Here a module
 * graph serves one render, so the request is that of the graph's host.
 */

/** @returns {any} kit's RequestStore, as far as universal code can reach it */
export function try_get_request_store() {
	return __lissome_render?.request ?? null;
}

export function get_request_store() {
	const store = try_get_request_store();
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
