/** @import { Host } from '../host.js' */
/** @import { Input } from './render.js' */
import { describe, is_redirect, LoadFailure, thrown } from '../errors.js';
import { create_fetch } from './fetch.js';
import { nodes } from '../host.js';
import { revive_error } from './revive.js';

const noop = () => {};

/**
 * Run the universal loads of a branch as kit's server does (runtime/server/page/index.js): all at once,
 * each after its own server data, `parent()` waiting for those above.
 *
 * @param {Input} input
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @returns {Promise<Input & { loaded: Record<string, any> }>} what to draw: the branch with its final data,
 *   or the layouts that were loaded with the error page below them
 */
export async function load(input, entry, host) {
	const loaded = { fetched: [], headers: [] };
	const results = start_loads(input, entry, host, loaded);
	const data = [];
	for (let i = 0; i < results.length; i += 1) {
		try {
			data.push(await results[i]);
		} catch (error) {
			return { ...(await error_branch(input, data, error, i, host, loaded)), loaded: filled(loaded) };
		}
	}
	return { ...input, data, loaded: filled(loaded) };
}

/**
 * @param {Input} input
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @param {{ fetched: any[], headers: any[] }} loaded
 * @returns {Promise<any>[]} the data of each node
 */
function start_loads(input, entry, host, loaded) {
	/** @type {Promise<any>[]} */
	const results = [];
	const { failed } = input;
	let url;
	const event = {
		get url() {
			return (url ??= new URL(input.url));
		},
		params: input.params,
		route: { id: input.route },
		setHeaders: header_setter(new Set(input.headers), loaded.headers),
		depends: noop,
		untrack: (fn) => fn(),
		tracing: { enabled: false, root: inert_span, current: inert_span }
	};
	input.branch.slice(0, failed && failed.at + 1).forEach((node, i) => {
		const load = entry(`n${node}`).universal?.load;
		const run = async () => {
			if (failed?.at === i) throw thrown(failed.error);
			if (!load) return input.data[i];
			return (await load(load_event(event, input, i, results, host, loaded))) ?? null;
		};
		results.push(Promise.resolve().then(run));
		results[i].catch(noop);
	});
	return results;
}

/**
 * `setHeaders` with kit's rules (runtime/server/respond.js).
 *
 * @param {Set<string>} taken names that are set already
 * @param {[name: string, value: string][]} set
 */
function header_setter(taken, set) {
	return (headers) => {
		for (const [name, value] of Object.entries(headers)) {
			const lower = name.toLowerCase();
			if (lower === 'set-cookie') throw new Error('Use `event.cookies.set(name, value, options)` in the server load');
			if (lower !== 'server-timing' && taken.has(lower)) throw new Error(`"${name}" header is already set`);
			taken.add(lower);
			set.push([lower, String(value)]);
		}
	};
}

/** A span of tracing that records nothing; what kit passes when tracing is off. */
const inert_span = Object.freeze(
	Object.fromEntries(
		['setAttribute', 'setAttributes', 'addEvent', 'setStatus', 'updateName', 'end', 'recordException'].map((name) => [name, noop])
	)
);

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
 * A load failed: Python's handle_error decides what is shown, and which error page is nearest.
 *
 * @param {Input} input
 * @param {any[]} data of the layouts that were loaded
 * @param {unknown} error
 * @param {number} at
 * @param {Host} host
 * @param {{ headers: any[] }} loaded
 */
async function error_branch(input, data, error, at, host, { headers }) {
	const failure = new LoadFailure(error, at);
	const description = describe(failure);
	if (host.is_refusal(description)) throw failure;
	const answer = is_redirect(error) ? { fatal: true } : await host.ask({ kind: 'handle_error', at, error: description });
	if (answer.fatal) {
		// they belong to the response, even if it is a redirect, and cannot come with the page
		if (headers.length > 0) await host.ask({ kind: 'headers', headers });
		throw failure;
	}
	await host.ready?.(() => nodes([answer.node, ...(answer.errors ?? [])]));
	return {
		...input,
		branch: [...input.branch.slice(0, answer.keep), answer.node],
		data: [...data.slice(0, answer.keep), null],
		errors: answer.errors,
		error: revive_error(answer.error, host.entry, host),
		status: answer.status
	};
}

/** Only the members that have something in them. */
function filled(loaded) {
	return Object.fromEntries(Object.entries(loaded).filter(([, list]) => list.length > 0));
}
