/** @import { RouteParams } from '../messages.js' */

/**
 * Decode the parameters of a route, as Python sends them.
 *
 * @param {RouteParams} params changed in place
 */
export function revive_params(params) {
	for (const name in params) params[name] = revive(params[name]);
	return params;
}

/** @param {any} value as in RouteParams */
function revive(value) {
	if (value?.bigint !== undefined) return BigInt(value.bigint);
	return value?.number === undefined ? value : Number(value.number);
}
