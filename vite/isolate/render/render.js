/** @import { Host } from '../host.js' */
import { render as render_component } from 'svelte/server';
import Root from 'lissome:kit/runtime/components/root.svelte';
import { Props, RenderNode } from 'lissome:kit/runtime/props.svelte.js';
import { describe, is_redirect } from '../errors.js';
import { load } from './load_data.js';
import { create_page } from './page.js';
import { Place } from './light_url.js';
import { revive } from './revive.js';
import { revive_params } from './route_params.js';

/**
 * What Python sends; ARCHITECTURE.md describes each member.
 *
 * @typedef {object} Input
 * @property {string} url
 * @property {Record<string, any>} params as in route_params.js
 * @property {string | null} route
 * @property {number} status
 * @property {number[]} branch nodes, from the root layout to the page or the error page
 * @property {Array<number | null>} [errors] the error page of each position; absent on an error page
 * @property {any[]} data
 * @property {number[]} [flat] positions in `data` that are in devalue's flattened form
 * @property {any} form
 * @property {boolean} [form_flat]
 * @property {App.Error | null} error
 * @property {boolean} [error_flat]
 * @property {string} [nonce]
 * @property {boolean} [hash]
 * @property {boolean} [universal]
 * @property {App.Error[]} [transformed] in flattened form
 * @property {string[]} [headers] names of the response headers that are set already
 * @property {{ at: number, error: import('../errors.js').Description }} [failed] the server load that failed
 */

/**
 * Render a page.
 *
 * @param {Input} input
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @returns {string | Promise<string>} the message for Python
 */
export function render(input, entry, host) {
	if (input.flat || input.form_flat || input.error_flat || input.transformed) revive(input, entry, host);
	revive_params(input.params);
	host.request = { event: { url: new Place(input.url), params: input.params, route: { id: input.route } }, state: {} };
	if (input.universal !== true) return draw(input, entry, host);
	return load(input, entry, host).then((loaded) => draw(loaded, entry, host));
}

/**
 * @param {Input} input with the final data of each node
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @returns {string | Promise<string>}
 */
function draw(input, entry, host) {
	const page = create_page(input);
	const caught = [];
	const tree = create_tree(input, page, entry);
	const props = new Props({ page, tree, form: page.form, error: page.error ?? undefined });
	const output = render_component(Root, {
		props,
		context: new Map([['__request__', { page }]]),
		csp: input.nonce !== undefined ? { nonce: input.nonce } : { hash: input.hash === true },
		transformError: input.errors && create_transform(input, page, caught, host)
	});
	if (__SVELTEKIT_SUPPORTS_ASYNC__) return output.then((done) => finish(done, page, input, caught, host));
	host.draw(true);
	try {
		return finish(output, page, input, caught, host);
	} finally {
		host.draw(false);
	}
}

/**
 * kit's tree of nodes. Each node's data is merged from its own and that of all above it.
 *
 * @param {Input} input
 * @param {any} page its data becomes that of the last node
 * @param {(name: string) => any} entry
 */
function create_tree({ branch, data, errors }, page, entry) {
	const tree = new RenderNode(component_of(branch[0], entry), undefined);
	let merged = (tree.data = { ...data[0] });
	for (let i = 1, node = tree; i < branch.length; i += 1) {
		node = node.child = new RenderNode(component_of(branch[i], entry), lazy_component(errors?.[i], entry));
		merged = node.data = { ...merged, ...data[i] };
	}
	page.data = merged;
	return tree;
}

/**
 * The error page that guards a node: loaded when it is needed, which is almost never.
 *
 * @param {number | null | undefined} index
 * @param {(name: string) => any} entry
 */
function lazy_component(index, entry) {
	if (index === null || index === undefined) return undefined;
	return (renderer, props) => component_of(index, entry)(renderer, props);
}

/**
 * A component. Svelte draws nothing, and says nothing, where there is none.
 *
 * @param {number} index
 * @param {(name: string) => any} entry
 */
function component_of(index, entry) {
	const { component, file } = entry(`n${index}`);
	if (typeof component === 'function') return component;
	const what = component === undefined ? 'has no component as its default export' : `has a default export that is no component (${typeof component})`;
	// our own steps would only lead away from the file
	throw Object.assign(new Error(`${file()} ${what}. Something has replaced what Svelte's compiler made of it: a plugin in vite.config.js, for example.`), { stack: '' });
}

/**
 * What turns an error that a boundary caught into what its snippet shows. Python's handle_error decides
 * on that, but cannot be asked in the middle of a render: Python learns of the error afterwards and, if
 * its answer is another one, renders again with the answers in `transformed`.
 *
 * @param {Input} input
 * @param {any} page
 * @param {unknown[]} caught
 * @param {Host} host
 */
function create_transform(input, page, caught, host) {
	return (error) => {
		if (is_redirect(error)) throw error;
		const description = describe(error);
		if (host.is_refusal(description)) throw error;
		const answer = input.transformed?.[caught.length] ?? default_answer(description);
		caught.push({ ...description, stack: host.locate(description.stack) });
		page.error = answer;
		page.status = answer.status;
		return answer;
	};
}

/** @param {any} description */
function default_answer({ kind, status, message, props }) {
	return kind === 'http' ? { ...props, status, message } : { status: 500, message: 'Internal Error' };
}

/**
 * @param {{ head: string, body: string, hashes: { script: string[] | string } }} output
 * @param {any} page
 * @param {Input} input
 * @param {unknown[]} caught
 * @param {Host} host
 */
function finish(output, page, input, caught, host) {
	const head = clean(output.head);
	const body = clean(output.body);
	return `k${meta(output, page, input, caught, host)}\0${head}\0${body}`;
}

/** Without NUL, the separator, which HTML parsers drop from text as well; and always valid as UTF-8. */
function clean(html) {
	const text = html.includes('\0') ? html.replaceAll('\0', '') : html;
	// Half a surrogate pair, such as the first "letter" of an emoji, is no UTF-8: U+FFFD, as Node writes it.
	return text.isWellFormed() ? text : text.toWellFormed();
}

function meta(output, page, input, caught, host) {
	const scripts = __SVELTEKIT_SUPPORTS_ASYNC__ ? output.hashes.script : [];
	if (caught.length === 0 && scripts.length === 0 && host.logged === null && input.universal !== true && host.notes === null) return '{}';
	return JSON.stringify({
		...(caught.length && { caught, status: page.status, error: page.error }),
		...(scripts.length && { hashes: { script: scripts } }),
		...input.loaded,
		...(host.logged && { console: host.logged }),
		...(host.notes && { entries: [...host.notes.entries], timers: [...host.notes.timers.values()] })
	});
}
