/**
 * `$app/paths`. kit's own module but for `match`, which needs all routes, the matchers and `reroute`: those are
 * Python's to know (src/lissome/server/paths_match.py), and may be written in it.
 */
import { try_get_request_store } from './request_store.js';
import { revive_params } from '../render/route_params.js';

export { app_dir, asset, assets, base, resolve } from 'lissome:kit/runtime/app/paths/server.js';

/**
 * @param {URL | string} url
 * @returns {Promise<{ id: string, params: Record<string, any> } | null>}
 */
export async function match(url) {
	const { href } = typeof url === 'string' ? new URL(url, try_get_request_store()?.event.url.origin ?? 'a://a') : url;
	const found = await __lissome_host.ask({ kind: 'match', url: href });
	return found && { id: found.id, params: revive_params(found.params) };
}
