/** @import { RenderInput } from '../messages.js' */

/**
 * @typedef {object} Page
 * @property {App.Error | null} error
 * @property {Record<string, unknown>} params
 * @property {{ id: string | null }} route
 * @property {number} status
 * @property {URL} url
 * @property {Record<string, unknown>} data
 * @property {unknown} form
 * @property {null} shallow
 * @property {object} state
 */

/**
 * Make kit's `page` object, which `$app/state` exports.
 *
 * @param {RenderInput} input
 * @returns {Page}
 */
export function create_page(input) {
	/** @type {URL | undefined} made when it is read: most pages never do, and parsing costs more than a small page */
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
