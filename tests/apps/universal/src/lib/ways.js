import { getAllContexts, getContext, setContext, tick } from 'svelte';
import { Spring, Tween } from 'svelte/motion';
import { createSubscriber } from 'svelte/reactivity';
import { derived, get, readable, writable } from 'svelte/store';

/**
 * Ways to leave something where a later call could find it: `leave` does, `find` looks.
 *
 * @typedef {object} Way
 * @property {() => unknown} find
 * @property {(user: string) => unknown} leave
 */

/** @type {any} the real one, whatever a module's own `globalThis` is */
const realm = Function('return this')();

/** @type {any} */
let variable;
export const kept = new Map();
const list = [];
const weak = new WeakMap();
const store = writable('');
const upper = derived(store, (user) => user.toUpperCase());
const clock = readable('', (set) => {
	kept.set('set', set);
});
const bus = new EventTarget();
const controller = new AbortController();
const sticky = /a/gy;
const resource = { run: /** @type {any} */ (null) };
const tween = new Tween(0);
const spring = new Spring(0);
const subscribe = createSubscriber((update) => {
	kept.set('update', update);
});
const strings = ((/** @type {TemplateStringsArray} */ parts) => parts)`one ${1} two`;

/** @param {() => any} run */
export function attempt(run) {
	try {
		return run();
	} catch {
		return undefined; // refused: everything that renders share is frozen
	}
}

const USERS = ['mara-1001', 'odin-2002', 'pia-3003'];
export const number_of = (/** @type {string} */ user) => Number(user.split('-').at(-1));
/** the user whose number something has been set to @param {unknown} value */
export const user_of = (value) => USERS.find((user) => number_of(user) === value);

/**
 * Who has left a listener: it writes its name onto the event.
 *
 * @param {EventTarget} target
 * @param {string} type
 */
function heard(target, type) {
	const event = new Event(type);
	target.dispatchEvent(event);
	return /** @type {any} */ (event).heard;
}

/**
 * A property of something that may be there once for all.
 *
 * @param {() => any} object
 * @param {PropertyKey} [key]
 * @returns {Way}
 */
export const on = (object, key = 'left') => ({
	find: () => attempt(() => object()[key]),
	leave: (user) => attempt(() => (object()[key] = user))
});

/**
 * A function that is replaced by one that tells.
 *
 * @param {any} object
 * @param {string} name
 * @param {(user: string) => Function} make
 * @returns {Way}
 */
export const replaced = (object, name, make) => ({
	find: () => attempt(() => object[name].left),
	leave: (user) => attempt(() => (object[name] = Object.assign(make(user), { left: user })))
});

/** @param {any} value */
const prototype = (value) => Object.getPrototypeOf(value);

/** @type {Record<string, Way>} */
export const ways = {
	// modules
	variable: { find: () => variable, leave: (user) => (variable = user) },
	map: { find: () => kept.get('user'), leave: (user) => kept.set('user', user) },
	list: { find: () => list.join(), leave: (user) => list.push(user) },
	weak_map_by_builtin: { find: () => weak.get(JSON), leave: (user) => weak.set(JSON, user) },
	weak_map_by_template: { find: () => weak.get(strings), leave: (user) => weak.set(strings, user) },
	weak_ref: { find: () => attempt(() => variable.deref().user), leave: (user) => (variable = new WeakRef({ user })) },
	generator: { find: () => variable?.next().value, leave: suspended },
	async_generator: { find: () => (variable?.next().then(noted), kept.get('noted')), leave: suspended_async },
	pattern: { find: () => (sticky.lastIndex > 0 ? kept.get('pattern') : ''), leave: (user) => (sticky.test('a'), kept.set('pattern', user)) },
	lazy_module: { find: () => (import('./lazy.js').then(({ kept: [user] }) => noted(user)), kept.get('noted')), leave: (user) => import('./lazy.js').then((module) => module.kept.push(user)) },
	function_property: on(() => attempt),
	template: on(() => strings),
	import_meta: on(() => import.meta),

	// Svelte
	store: { find: () => get(store), leave: (user) => store.set(user) },
	derived_store: { find: () => get(upper).toLowerCase(), leave: (user) => (upper.subscribe(() => {}), store.set(user)) },
	readable: { find: () => get(clock), leave: (user) => (clock.subscribe(() => {}), kept.get('set')(user)) },
	subscriber: { find: () => (kept.has('update') ? kept.get('user') : ''), leave: (user) => (subscribe(), kept.set('update', 1).set('user', user)) },
	tween: on(() => tween),
	spring: on(() => spring),
	context: { find: () => attempt(() => getContext('left')), leave: (user) => attempt(() => setContext('left', user)) },
	contexts: { find: () => attempt(() => getAllContexts().get('left')), leave: (user) => attempt(() => getAllContexts().set('left', user)) },
	after_tick: { find: () => variable, leave: (user) => tick().then(() => (variable = user)) },
	set_context: on(() => setContext),
	writable: on(() => writable),

	// globals
	global: on(() => globalThis),
	global_of_realm: on(() => realm),
	global_symbol: on(() => globalThis, Symbol.for('left')),
	global_accessor: { find: () => globalThis.told, leave: (user) => Object.defineProperty(globalThis, 'told', { get: () => user, configurable: true }) },
	global_prototype: on(() => prototype(globalThis)),
	global_proxy: replaced(globalThis, 'Map', () => new Proxy(Map, {})),
	sloppy: { find: () => Function('return typeof leftover === "undefined" ? "" : leftover')(), leave: (user) => attempt(() => Function('user', 'leftover = user')(user)) },
	sloppy_this: { find: () => Function('return this.left')(), leave: (user) => Function('user', 'this.left = user')(user) },
	indirect_eval: { find: () => (0, eval)('typeof evaluated === "undefined" ? "" : evaluated'), leave: (user) => attempt(() => (0, eval)(`var evaluated = ${JSON.stringify(user)}`)) },
	indirect_function: { find: () => (0, eval)('typeof declared === "undefined" ? "" : declared()'), leave: (user) => attempt(() => (0, eval)(`function declared() { return ${JSON.stringify(user)} }`)) },
	storage: on(() => (globalThis.localStorage ??= {})),
	process: on(() => (globalThis.process ??= { env: {} }).env),
	registry: on(() => (globalThis[Symbol.for('registry')] ??= {})),
	console: on(() => console),
	fetch: on(() => fetch),
	set_timeout: on(() => setTimeout),
	crypto: on(() => crypto),
	subtle: on(() => crypto.subtle),
	performance: on(() => performance),
	performance_mark: { find: () => performance.getEntriesByName?.('left')[0]?.detail, leave: (user) => performance.mark('left', { detail: user }) },
	console_count: { find: () => '', leave: (user) => (console.count(user), console.time(user), console.group(user)) },
	structured_clone: on(() => structuredClone),

	// builtins
	math: on(() => Math),
	json: on(() => JSON),
	intl: on(() => Intl),
	intl_prototype: on(() => Intl.NumberFormat.prototype),
	segments: on(() => prototype(new Intl.Segmenter().segment(''))),
	atomics: on(() => Atomics),
	web_assembly: on(() => WebAssembly.Module.prototype),
	reflect: on(() => Reflect),
	object_prototype: { find: () => attempt(() => Object.prototype.left), leave: (user) => attempt(() => Object.defineProperty(Object.prototype, 'left', { value: user, configurable: true })) },
	array_species: on(() => Array[Symbol.species]),
	typed_arrays: on(() => prototype(Uint8Array.prototype)),
	array_buffer: on(() => ArrayBuffer.prototype),
	iterators: on(() => prototype(prototype([].values()))),
	async_iterators: on(() => prototype(prototype(prototype((async function* () {})())))),
	async_functions: on(() => prototype(async () => {})),
	promises: on(() => Promise.prototype),
	errors: on(() => Error.prototype),
	call_sites: on(call_site),
	regexps: on(() => RegExp.prototype),
	symbols: on(() => Symbol.prototype),
	dates: on(() => Date.prototype),
	weak_refs: on(() => WeakRef.prototype),
	proxied_json: replaced(JSON, 'parse', () => new Proxy(JSON.parse, {})),
	date_now: replaced(Date, 'now', () => () => 0),
	random: replaced(Math, 'random', () => () => 0.5),
	json_to: { find: () => attempt(() => JSON.stringify(1n).slice(1, -1)), leave: (user) => attempt(() => (BigInt.prototype.toJSON = () => user)) },
	reviver: { find: () => JSON.parse('{"a":1}', (_key, value) => value).left, leave: (user) => attempt(() => Object.defineProperty(Object.prototype, 'left', { get: () => user, set() {}, configurable: true })) },
	prototype_of_json: { find: () => attempt(() => JSON.left), leave: (user) => attempt(() => Object.setPrototypeOf(JSON, { left: user })) },
	has_instance: { find: () => attempt(() => /** @type {any} */ (Intl.Locale)[Symbol.hasInstance].left), leave: (user) => attempt(() => Object.defineProperty(Intl.Locale, Symbol.hasInstance, { value: Object.assign(() => true, { left: user }), configurable: true })) },
	stack_limit: { find: () => user_of(Error.stackTraceLimit), leave: (user) => (Error.stackTraceLimit = number_of(user)) },
	prepare_stack: { find: () => Error.prepareStackTrace?.left, leave: (user) => (Error.prepareStackTrace = Object.assign((/** @type {any} */ error) => `${error}`, { left: user })) },
	regexp_match: { find: () => RegExp.$1, leave: (user) => /(.*)/.exec(user) },
	// parsing an address leaves its host there
	regexp_input: { find: () => RegExp.input.replace('localhost', ''), leave: (user) => (RegExp.input = user) },

	// Web APIs
	urls: on(() => URL.prototype),
	search_iterators: on(() => prototype(new URLSearchParams('a').entries())),
	headers: on(() => Headers.prototype),
	responses: on(() => Response.prototype),
	encoders: on(() => TextEncoder.prototype),
	events: on(() => Event.prototype),
	bus: { find: () => heard(bus, 'x'), leave: (user) => bus.addEventListener('x', (event) => Object.assign(event, { heard: user })) },
	abort: { find: () => (controller.signal.aborted ? kept.get('user') : ''), leave: (user) => (controller.abort(), kept.set('user', user)) },
	abort_listener: { find: () => heard(AbortSignal.abort(), 'abort'), leave: (user) => attempt(() => AbortSignal.abort().addEventListener('abort', (event) => Object.assign(event, { heard: user }))) },
	stream_decoder: { find: () => new TextDecoder().decode(new Uint8Array([0x61])).slice(1), leave: () => new TextDecoder().decode(new Uint8Array([0xc3]), { stream: true }) },

	// later
	timeout: { find: () => variable, leave: (user) => setTimeout(() => (variable = realm.left = user), 0) },
	interval: { find: () => variable, leave: (user) => setInterval(() => (variable = user), 0) },
	microtask: { find: () => realm.later, leave: (user) => queueMicrotask(() => attempt(() => (realm.later = user))) },
	promise: { find: () => realm.then, leave: (user) => Promise.resolve().then(() => attempt(() => (realm.then = user))) },
	rejection: { find: () => '', leave: (user) => void Promise.reject(new Error(user)) },
	thenable: { find: () => variable, leave: (user) => Promise.resolve({ then: () => (variable = user) }) },
	wait_async: { find: () => realm.waited, leave: (user) => Atomics.waitAsync?.(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1).value.then(() => attempt(() => (realm.waited = user))) },
	compiling: { find: () => realm.compiled, leave: (user) => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => attempt(() => (realm.compiled = user))) },
	finalization: { find: () => realm.collected, leave: (user) => new FinalizationRegistry(() => attempt(() => (realm.collected = user))).register({}, 1) },
	stuck: { find: () => resource.run?.(), leave: (user) => new Promise((resolve) => (resource.run = () => (resolve(1), user))) }
};

/** @param {string} user */
function suspended(user) {
	variable = (function* () {
		for (;;) yield user;
	})();
	variable.next();
}

/** @param {string} user */
function suspended_async(user) {
	variable = (async function* () {
		for (;;) yield user;
	})();
	return variable.next();
}

/** @param {any} result */
const noted = (result) => kept.set('noted', result?.value ?? result);

/** What describes a step of a stack; its prototype has no name. */
function call_site() {
	const before = Error.prepareStackTrace;
	Error.prepareStackTrace = (_error, [site]) => site;
	const { stack } = new Error();
	Error.prepareStackTrace = before;
	return prototype(stack);
}

/**
 * Look for what was left, then leave the user's name.
 *
 * @param {string} way
 * @param {string} user
 * @returns {string} what was found
 */
export function pass(way, user) {
	const found = look(way);
	const left = ways[way]?.leave(user);
	if (left instanceof Promise) left.catch(() => {});
	return found;
}

/** @param {string} way */
export const look = (way) => String(ways[way]?.find() || '');
