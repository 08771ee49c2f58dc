/** @import { Host } from './host.js' */
import { create_fetch } from './render/fetch.js';

/**
 * Run a universal function of the app that is not entry of a render: a matcher or `reroute`; or the schemas
 * of its environment; or, in dev, look at what its universal modules export.
 *
 * @param {{ fn: 'match', matcher: string, value: string } | { fn: 'reroute', url: string } | { fn: 'environment', values?: Record<string, string> } | { fn: 'exports', entries: string[], options: string[] }} input
 * @param {(name: string) => any} entry
 * @param {Host} host
 * @returns {string | Promise<string>} JSON
 */
export function call(input, entry, host) {
	if (input.fn === 'match') return answer(match(entry('params').params?.[input.matcher], input));
	if (input.fn === 'reroute') return reroute(entry('hooks').reroute, input.url, host);
	if (input.fn === 'environment') return answer(entry('env').read_environment(input.values));
	if (input.fn === 'exports') return answer(exports_of(input, entry));
	throw new Error(`unknown function ${JSON.stringify(input)}`);
}

/**
 * A parameter matcher, by kit's rules (utils/routing.js, run_matcher).
 *
 * @param {any} matcher
 * @param {{ matcher: string, value: string }} input
 */
function match(matcher, { matcher: name, value }) {
	if (!matcher) throw new Error(`src/params has no matcher named ${name}`);
	const result = matcher['~standard'].validate(value);
	if (result instanceof Promise) throw new Error(`the matcher ${name} is asynchronous, which matchers cannot be`);
	if (result.issues) return { match: false };
	if (!['string', 'number', 'boolean', 'bigint'].includes(typeof result.value)) {
		throw new Error(`the matcher ${name} returned ${typeof result.value}; a parameter is a string, number, boolean or bigint`);
	}
	return { match: true, value: plain(result.value) };
}

/**
 * What a build learns of universal modules by running them.
 *
 * @param {{ entries: string[], options: string[] }} input names of page options
 * @param {(name: string) => any} entry
 */
function exports_of({ entries, options }, entry) {
	const { transport = {}, reroute } = entry('hooks');
	const matchers = entries.includes('params') ? Object.keys(entry('params').params ?? {}) : [];
	const nodes = entries.filter((name) => name.startsWith('u')).map((name) => [name, entry(name)]);
	const chosen = (/** @type {any} */ module) => Object.fromEntries(options.filter((key) => module[key] !== undefined).map((key) => [key, module[key]]));
	return { transport: Object.keys(transport), reroute: typeof reroute === 'function', matchers, options: Object.fromEntries(nodes.map(([name, module]) => [name, chosen(module)])) };
}

/**
 * What JSON has no number for as an object.
 *
 * @param {any} value
 */
function plain(value) {
	if (typeof value === 'bigint') return { bigint: String(value) };
	if (Object.is(value, -0)) return { number: '-0' };
	return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}

/**
 * @param {Function | undefined} hook
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
