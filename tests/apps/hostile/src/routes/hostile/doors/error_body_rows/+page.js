import { error } from '@sveltejs/kit';

/** An error with three million empty lists in its details: nine megabytes of JSON, and an object of Python's for each. */
export function load({ url }) {
	const size = Number(url.searchParams.get('size') ?? 3e6);
	const row = new Array(1000).fill([]);
	error(418, 'failed', { rows: new Array(Math.ceil(size / 1000)).fill(row) });
}
