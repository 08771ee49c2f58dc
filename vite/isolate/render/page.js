/**
 * kit's `page` object: the one behind `$app/state`.
 *
 * @param {import('./render.js').Input} input
 */
export function create_page(input) {
	/** @type {URL | undefined} made on demand: most pages never look at it, and parsing costs more than a small page */
	let url;
	return {
		error: input.error ?? null,
		params: input.params,
		route: { id: input.route },
		status: input.status,
		get url() {
			return (url ??= new URL(input.url));
		},
		data: {},
		form: input.form ?? null,
		shallow: null,
		state: {}
	};
}
