/** @import { Host } from './host.js' */
import { unflatten } from 'devalue';
import { revivers } from './streamed.js';

/**
 * Decode what Python could not send as plain JSON: dates, sets, repeated objects, values of the app's
 * own types, and promises.
 *
 * @param {import('./render.js').Input} input changed in place
 * @param {(name: string) => any} part
 * @param {Host} host
 */
export function revive(input, part, host) {
	const all = revivers(host, decoders(part));
	for (const position of input.flat ?? []) input.data[position] = unflatten(input.data[position], all);
	if (input.form_flat) input.form = unflatten(input.form, all);
}

/** @param {(name: string) => any} part */
function decoders(part) {
	const transport = part('hooks').transport ?? {};
	return Object.fromEntries(Object.entries(transport).map(([key, { decode }]) => [key, decode]));
}
