/** @import { LoadEntry } from '../entry_types.js' */
/** @import { Host } from '../host.js' */
/** @import { RenderInput, SerializedError } from '../messages.js' */
/** @import { Page } from './page.js' */
import { render as render_component } from 'svelte/server';
import Root from 'lissome:kit/runtime/components/root.svelte';
import { Props, RenderNode } from 'lissome:kit/runtime/props.svelte.js';
import { is_redirect, serialize_error } from '../errors.js';
import { LightUrl } from './light_url.js';
import { load_data } from './load_data.js';
import { create_page } from './page.js';
import { revive } from './revive.js';
import { revive_params } from './route_params.js';

/** @typedef {(renderer: unknown, props: unknown) => unknown} CompiledComponent */

/** @typedef {{ head: string, body: string, hashes: { script: string[] } }} Output the result of Svelte's renderer */

/**
 * Render a page.
 *
 * @param {RenderInput} input
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {string | Promise<string>} the message for Python
 */
export function render(input, entry, host) {
	if (input.flat || input.form_flat || input.error_flat || input.transformed) revive(input, entry, host);
	revive_params(input.params);
	host.request = {
		event: { url: new LightUrl(input.url), params: input.params, route: { id: input.route } },
		state: {}
	};
	if (input.universal !== true) return render_branch(input, entry, host);
	return load_data(input, entry, host).then((loaded) => render_branch(loaded, entry, host));
}

/**
 * @param {RenderInput} input with the final data of each node
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {string | Promise<string>}
 */
function render_branch(input, entry, host) {
	const page = create_page(input);
	/** @type {SerializedError[]} */
	const caught = [];
	const tree = create_tree(input, page, entry);
	const props = new Props({ page, tree, form: page.form, error: page.error ?? undefined });
	const output = render_component(Root, {
		props,
		context: new Map([['__request__', { page }]]),
		csp: input.nonce !== undefined ? { nonce: input.nonce } : { hash: input.hash === true },
		transformError: input.errors && create_transform(input, page, caught, host)
	});
	if (__SVELTEKIT_SUPPORTS_ASYNC__)
		return /** @type {Promise<string>} */ (output.then((done) => finish(done, page, input, caught, host)));
	host.set_rendering(true);
	try {
		return finish(output, page, input, caught, host);
	} finally {
		host.set_rendering(false);
	}
}

/**
 * Make kit's tree of nodes. Each node's data is merged from its own and that of all above it.
 *
 * @param {RenderInput} input
 * @param {Page} page its data becomes that of the last node
 * @param {LoadEntry} entry
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
 * The error page of a node. It is loaded when it is needed, which is almost never.
 *
 * @param {number | null | undefined} index
 * @param {LoadEntry} entry
 * @returns {CompiledComponent | undefined}
 */
function lazy_component(index, entry) {
	if (index === null || index === undefined) return;
	return (renderer, props) => component_of(index, entry)(renderer, props);
}

/**
 * The component of a node. Svelte would render nothing, and report nothing, if there is none.
 *
 * @param {number} index
 * @param {LoadEntry} entry
 * @returns {CompiledComponent}
 */
function component_of(index, entry) {
	const { component, file } = entry(`n${index}`);
	if (typeof component === 'function') return /** @type {CompiledComponent} */ (component);
	const what =
		component === undefined
			? 'has no component as its default export'
			: `has a default export that is no component (${typeof component})`;
	// without a stack: its frames are lissome's own, and would only lead away from the file
	throw Object.assign(
		new Error(
			`${file()} ${what}. Something has replaced what Svelte's compiler made of it: a plugin in vite.config.js, for example.`
		),
		{ stack: '' }
	);
}

/** The errors in boundaries of one page: the server does nothing else while it logs them. */
const MAX_CAUGHT = 500;

/** Characters of their stacks; the rest is left out. */
const MAX_STACKS = 1_000_000;

/**
 * Make the function that turns an error that a boundary caught into what its snippet shows. Python's handle_error
 * decides on that, but cannot be asked in the middle of a render: Python learns of the error afterwards and, if its
 * answer is another one, renders again with the answers in `transformed`. A page with too many of them fails.
 *
 * @param {RenderInput} input
 * @param {Page} page
 * @param {SerializedError[]} caught
 * @param {Host} host
 */
function create_transform(input, page, caught, host) {
	/** @type {Error | undefined} the same for all boundaries around the one that caught one too many */
	let too_many;
	let stacks = 0;
	return (/** @type {unknown} */ error) => {
		if (is_redirect(error)) throw error;
		const serialized = serialize_error(error);
		if (host.is_refusal(serialized)) throw error;
		if (caught.length === MAX_CAUGHT) {
			const text = `more than ${MAX_CAUGHT} errors in the boundaries of one page, the last of which is`;
			throw (too_many ??= new Error(`${text} ${serialized.name}: ${serialized.message}`));
		}
		const answer = input.transformed?.[caught.length] ?? default_answer(serialized);
		const stack = stacks < MAX_STACKS ? host.map_stack(serialized.stack) : '';
		stacks += stack.length;
		caught.push({ ...serialized, stack });
		page.error = answer;
		page.status = answer.status;
		return answer;
	};
}

/**
 * @param {SerializedError} error
 * @returns {App.Error}
 */
function default_answer({ kind, status, message, props }) {
	return kind === 'http'
		? { ...props, status: /** @type {number} */ (status), message }
		: { status: 500, message: 'Internal Error' };
}

/**
 * @param {Output} output
 * @param {Page} page
 * @param {RenderInput} input
 * @param {SerializedError[]} caught
 * @param {Host} host
 */
function finish(output, page, input, caught, host) {
	const head = clean(output.head);
	const body = clean(output.body);
	return `k${meta(output, page, input, caught, host)}\0${head}\0${body}`;
}

/**
 * Remove NUL, which is the separator, and which HTML parsers drop from text as well; and make the text valid as UTF-8.
 *
 * @param {string} html
 */
function clean(html) {
	const text = html.includes('\0') ? html.replaceAll('\0', '') : html;
	// a lone surrogate, such as the first code unit of an emoji, has no UTF-8: it becomes U+FFFD, as in Node
	return text.isWellFormed() ? text : text.toWellFormed();
}

/**
 * The facts about a render that Python needs besides the HTML, as JSON; `{}` for most pages.
 *
 * @param {Output} output
 * @param {Page} page
 * @param {RenderInput} input
 * @param {SerializedError[]} caught
 * @param {Host} host
 */
function meta(output, page, input, caught, host) {
	const scripts = __SVELTEKIT_SUPPORTS_ASYNC__ ? output.hashes.script : [];
	if (
		caught.length === 0 &&
		scripts.length === 0 &&
		host.logged === null &&
		input.universal !== true &&
		host.notes === null
	)
		return '{}';
	return JSON.stringify({
		...(caught.length > 0 && { caught, status: page.status, error: page.error }),
		...(scripts.length > 0 && { hashes: { script: scripts } }),
		...input.loaded,
		...(host.logged && { console: host.logged }),
		...(host.notes && { entries: [...host.notes.entries], timers: [...host.notes.timers.values()] })
	});
}
