import { unflatten } from 'devalue';

const pending = () => new Promise(() => {});

/**
 * Decode what Python could not send as plain JSON: dates, sets, repeated objects, values of the app's
 * own types, and promises, which stay pending for the whole render, so that `{#await}` shows its
 * pending branch.
 *
 * @param {import('./render.js').Input} input changed in place
 * @param {(name: string) => any} part
 */
export function revive(input, part) {
	const revivers = { ...decoders(part), Promise: pending };
	for (const position of input.flat ?? []) input.data[position] = unflatten(input.data[position], revivers);
	if (input.form_flat) input.form = unflatten(input.form, revivers);
}

/** @param {(name: string) => any} part */
function decoders(part) {
	const transport = part('hooks').transport ?? {};
	return Object.fromEntries(Object.entries(transport).map(([key, { decode }]) => [key, decode]));
}
