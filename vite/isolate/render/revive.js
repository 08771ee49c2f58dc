/** @import { LoadEntry } from '../entry_types.js' */
/** @import { Host } from '../host.js' */
/** @import { RenderInput } from '../messages.js' */
import { unflatten } from 'devalue';
import { revivers } from './streamed_promise.js';

/**
 * Decode what Python could not send as plain JSON: dates, sets, repeated objects, values of the app's own types, and
 * promises.
 *
 * @param {RenderInput} input changed in place
 * @param {LoadEntry} entry
 * @param {Host} host
 */
export function revive(input, entry, host) {
	const all = revivers(host, decoders(entry));
	for (const position of input.flat ?? []) input.data[position] = unflatten(input.data[position], all);
	if (input.form_flat) input.form = unflatten(input.form, all);
	if (input.error_flat) input.error = unflatten(/** @type {any} */ (input.error), all);
	if (input.transformed)
		input.transformed = input.transformed.map((error) => unflatten(/** @type {any} */ (error), all));
}

/**
 * Decode an App.Error that Python has sent in the middle of a render.
 *
 * @param {any} error in devalue's flattened form
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {App.Error}
 */
export const revive_error = (error, entry, host) => unflatten(error, revivers(host, decoders(entry)));

/** @param {LoadEntry} entry */
function decoders(entry) {
	const transport = entry('hooks').transport ?? {};
	return Object.fromEntries(Object.entries(transport).map(([key, { decode }]) => [key, decode]));
}
