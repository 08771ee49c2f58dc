/** @import { LoadEntry } from '../entry_types.js' */
/** @import { Host } from '../host.js' */
/** @import { RenderInput } from '../messages.js' */
/** @import { Fetched } from './fetched.js' */
import { node_entries } from '../node_entries.js';
import { deserialize_error, is_redirect, LoadFailure, serialize_error } from '../errors.js';
import { create_fetch } from './fetch.js';
import { revive_error } from './revive.js';

const noop = () => {};

/**
 * The effects of a branch's loads on the response.
 *
 * @typedef {{ fetched: Fetched[], headers: Array<[name: string, value: string]> }} Loaded
 */

/**
 * Run the universal loads of a branch as kit's server does (runtime/server/page/index.js): all at once, each after its
 * own server data, `parent()` waiting for those above.
 *
 * @param {RenderInput} input
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {Promise<RenderInput>} what to render: the branch with its final data, or the layouts that were loaded with
 *   the error page below them
 */
export async function load_data(input, entry, host) {
	/** @type {Loaded} */
	const loaded = { fetched: [], headers: [] };
	const results = start_loads(input, entry, host, loaded);
	const data = [];
	for (let i = 0; i < results.length; i += 1) {
		try {
			data.push(await results[i]);
		} catch (error) {
			return { ...(await error_branch(input, data, error, i, host, loaded)), loaded: without_empty(loaded) };
		}
	}
	return { ...input, data, loaded: without_empty(loaded) };
}

/**
 * @param {RenderInput} input
 * @param {LoadEntry} entry
 * @param {Host} host
 * @param {Loaded} loaded
 * @returns {Array<Promise<any>>} the data of each node; any: the app's
 */
function start_loads(input, entry, host, loaded) {
	/** @type {Array<Promise<any>>} */
	const results = [];
	const { failed } = input;
	/** @type {URL | undefined} */
	let url;
	const event = {
		get url() {
			return (url ??= new URL(input.url));
		},
		params: input.params,
		route: { id: input.route },
		setHeaders: header_setter(new Set(input.headers), loaded.headers),
		depends: noop,
		untrack: (/** @type {() => unknown} */ fn) => fn(),
		tracing: { enabled: false, root: inert_span, current: inert_span }
	};
	input.branch.slice(0, failed && failed.at + 1).forEach((node, i) => {
		const load = entry(`n${node}`).universal?.load;
		const run = async () => {
			if (failed?.at === i) throw deserialize_error(failed.error);
			if (!load) return input.data[i];
			return (await load(load_event(event, input, i, results, host, loaded))) ?? null;
		};
		results.push(Promise.resolve().then(run));
		results[i].catch(noop);
	});
	return results;
}

/** Characters of all headers that the loads of a page may set, and how many these are. Many clients take no more. */
const MAX_CHARACTERS = 65_536;
const MAX_HEADERS = 100;

/**
 * Make `setHeaders` with kit's rules (runtime/server/respond.js).
 *
 * @param {Set<string>} taken names that are set already
 * @param {Loaded['headers']} set
 */
function header_setter(taken, set) {
	let size = 0;
	return (/** @type {Record<string, string>} */ headers) => {
		for (const [name, value] of Object.entries(headers)) {
			const lower = name.toLowerCase();
			if (lower === 'set-cookie')
				throw new Error('Use `event.cookies.set(name, value, options)` in the server load');
			if (lower === 'content-length' || lower === 'transfer-encoding')
				throw new Error(`the server sets "${name}", by the body that is sent`);
			if (lower !== 'server-timing' && taken.has(lower)) throw new Error(`"${name}" header is already set`);
			size += name.length + String(value).length;
			if (size > MAX_CHARACTERS || set.length === MAX_HEADERS)
				throw new Error(
					`the loads of a page may set ${MAX_HEADERS} headers with ${MAX_CHARACTERS} characters; "${name}" is too much`
				);
			taken.add(lower);
			set.push([lower, String(value)]);
		}
	};
}

/** A tracing span that records nothing; what kit passes when tracing is off. */
const inert_span = Object.freeze(
	Object.fromEntries(
		['setAttribute', 'setAttributes', 'addEvent', 'setStatus', 'updateName', 'end', 'recordException'].map(
			(name) => [name, noop]
		)
	)
);

/**
 * @param {{ url: URL }} event what the loads of the branch share
 * @param {RenderInput} input
 * @param {number} i
 * @param {Array<Promise<object | null>>} results
 * @param {Host} host
 * @param {Loaded} loaded
 */
function load_event(event, input, i, results, host, loaded) {
	return {
		...event,
		url: event.url,
		data: input.data[i] ?? null,
		fetch: create_fetch(host, { page: input.url, at: i, fetched: loaded.fetched }),
		async parent() {
			const merged = {};
			for (let j = 0; j < i; j += 1) Object.assign(merged, await results[j]);
			return merged;
		}
	};
}

/**
 * The branch to render after a load has failed. Python's handle_error decides what is shown, and Python finds the nearest
 * error page.
 *
 * @param {RenderInput} input
 * @param {unknown[]} data of the layouts that were loaded
 * @param {unknown} error
 * @param {number} at
 * @param {Host} host
 * @param {Loaded} loaded
 * @returns {Promise<RenderInput>}
 */
async function error_branch(input, data, error, at, host, { headers }) {
	const failure = new LoadFailure(error, at);
	const serialized = serialize_error(failure);
	if (host.is_refusal(serialized)) throw failure;
	const answer = is_redirect(error)
		? { fatal: /** @type {const} */ (true) }
		: await host.ask({
				kind: 'handle_error',
				at,
				error: { ...serialized, stack: host.map_stack(serialized.stack) }
			});
	if (answer.fatal) {
		// headers belong to the response, even if it is a redirect; they cannot come with the page
		if (headers.length > 0) await host.ask({ kind: 'headers', headers });
		throw failure;
	}
	await host.ready?.(() => node_entries([answer.node, ...(answer.errors ?? [])]));
	return {
		...input,
		branch: [...input.branch.slice(0, answer.keep), answer.node],
		data: [...data.slice(0, answer.keep), null],
		errors: answer.errors,
		error: revive_error(answer.error, host.entry, host),
		status: answer.status
	};
}

/**
 * Leave out the members without elements.
 *
 * @param {Loaded} loaded
 */
function without_empty(loaded) {
	return Object.fromEntries(Object.entries(loaded).filter(([, list]) => list.length > 0));
}
