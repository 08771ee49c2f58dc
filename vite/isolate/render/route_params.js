/**
 * The parameters of a route, as Python sends them: a BigInt comes as `{bigint: '1'}`, NaN as `{number: 'NaN'}`.
 *
 * @param {Record<string, any>} params changed in place
 */
export function revive_params(params) {
	for (const name in params) params[name] = revive(params[name]);
	return params;
}

/** @param {any} value */
function revive(value) {
	if (value?.bigint !== undefined) return BigInt(value.bigint);
	return value?.number === undefined ? value : Number(value.number);
}
