/** @import { AppHooks, LoadEntry, Matcher } from './entry_types.js' */
/** @import { Host } from './host.js' */
/** @import { CallInput } from './messages.js' */
import { create_fetch } from './render/fetch.js';

/**
 * Call a universal function of the app outside of a render: a matcher or `reroute`. Or validate the app's environment;
 * or, in dev, describe what its universal modules export.
 *
 * @param {CallInput} input
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {string | Promise<string>} JSON
 */
export function call(input, entry, host) {
	if (input.fn === 'match') return answer(match(entry('params').params?.[input.matcher], input));
	if (input.fn === 'reroute') return reroute(entry('hooks').reroute, input.url, host);
	if (input.fn === 'environment') return answer(entry('env').read_environment(input.values));
	if (input.fn === 'exports') return answer(describe_exports(input, entry));
	throw new Error(`unknown function ${JSON.stringify(input)}`);
}

/**
 * Apply a parameter matcher, by kit's rules (utils/routing.js, run_matcher).
 *
 * @param {Matcher | undefined} matcher
 * @param {{ matcher: string, value: string }} input
 */
function match(matcher, { matcher: name, value }) {
	if (!matcher) throw new Error(`src/params has no matcher named ${name}`);
	const result = matcher['~standard'].validate(value);
	if (result instanceof Promise)
		throw new Error(`the matcher ${name} is asynchronous, which matchers cannot be`);
	if (result.issues) return { match: false };
	if (!['string', 'number', 'boolean', 'bigint'].includes(typeof result.value)) {
		throw new Error(
			`the matcher ${name} returned ${typeof result.value}; a parameter is a string, number, boolean or bigint`
		);
	}
	return { match: true, value: as_json(result.value) };
}

/**
 * Describe the exports of universal modules, as kit does in a build after it has run them.
 *
 * @param {{ entries: string[], options: string[] }} input `options` are the names of page options
 * @param {LoadEntry} entry
 */
function describe_exports({ entries, options }, entry) {
	const { transport = {}, reroute: hook } = entry('hooks');
	const matchers = entries.includes('params') ? Object.keys(entry('params').params ?? {}) : [];
	const universal = entries
		.filter((name) => name.startsWith('u'))
		.map((name) => [name, page_options(entry(/** @type {`u${number}`} */ (name)), options)]);
	return {
		transport: Object.keys(transport),
		reroute: typeof hook === 'function',
		matchers,
		options: Object.fromEntries(universal)
	};
}

/**
 * @param {Record<string, unknown>} module
 * @param {string[]} names
 */
function page_options(module, names) {
	return Object.fromEntries(
		names.filter((key) => module[key] !== undefined).map((key) => [key, module[key]])
	);
}

/**
 * A parameter as JSON can hold it: numbers that JSON does not have become objects.
 *
 * @param {unknown} value
 */
function as_json(value) {
	if (typeof value === 'bigint') return { bigint: String(value) };
	if (Object.is(value, -0)) return { number: '-0' };
	return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}

/**
 * @param {AppHooks['reroute']} hook
 * @param {string} href
 * @param {Host} host
 */
function reroute(hook, href, host) {
	const result = hook?.({ url: new URL(href), fetch: create_fetch(host, { page: href }) });
	return result instanceof Promise ? result.then(path_answer) : path_answer(result);
}

/** @param {string | undefined} path */
const path_answer = (path) => answer({ path: path ?? null });

/** @param {unknown} value */
const answer = (value) => JSON.stringify(value);
