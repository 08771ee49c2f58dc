/** @import { RouteParams } from '../messages.js' */
/**
 * Replaces `$app/paths`. All but `match` is kit's own; that needs all routes, the matchers and `reroute`, which only
 * Python knows (src/lissome/server/paths_match.py), and which may be written in Python.
 */
import { revive_params } from '../render/route_params.js';
import { try_get_request_store } from './request_store.js';

export { app_dir, asset, assets, base, resolve } from 'lissome:kit/runtime/app/paths/server.js';

/**
 * @param {URL | string} url
 * @returns {Promise<{ id: string, params: RouteParams } | null>}
 */
export async function match(url) {
	const { href } =
		typeof url === 'string' ? new URL(url, try_get_request_store()?.event.url.origin ?? 'a://a') : url;
	const found = await __lissome_render.match(href);
	return found && { id: found.id, params: revive_params(found.params) };
}
