/** @import { Host } from '../host.js' */
import { unflatten } from 'devalue';
import { revivers } from './streamed_promise.js';

/**
 * Decode what Python could not send as plain JSON: dates, sets, repeated objects, values of the app's
 * own types, and promises.
 *
 * @param {import('./render.js').Input} input changed in place
 * @param {(name: string) => any} entry
 * @param {Host} host
 */
export function revive(input, entry, host) {
	const all = revivers(host, decoders(entry));
	for (const position of input.flat ?? []) input.data[position] = unflatten(input.data[position], all);
	if (input.form_flat) input.form = unflatten(input.form, all);
	if (input.error_flat) input.error = unflatten(input.error, all);
	if (input.transformed) input.transformed = input.transformed.map((error) => unflatten(error, all));
}

/**
 * An App.Error that Python has given in the midst of a render.
 *
 * @param {any} error
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @returns {App.Error}
 */
export const revive_error = (error, entry, host) => unflatten(error, revivers(host, decoders(entry)));

/** @param {(name: string) => any} entry */
function decoders(entry) {
	const transport = entry('hooks').transport ?? {};
	return Object.fromEntries(Object.entries(transport).map(([key, { decode }]) => [key, decode]));
}
