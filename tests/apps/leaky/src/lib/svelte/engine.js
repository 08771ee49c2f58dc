/* global require, module, exports */

const WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 4, 1, 2, 0, 11]);

/** Ways to get at objects that are the engine's, or the Web APIs': what they come from may be there once for all. */
const WAYS = {
	generator: () => function* () {},
	async_function: () => async () => {},
	async_generator: () => async function* () {},
	async_generator_object: () => (async function* () {})(),
	async_generator_next: () => (async function* () {})().next(),
	sloppy: () => Function('return this')(),
	sloppy_arguments: () => Function('return arguments')(),
	strict_arguments: () => (function () { return arguments; })(),
	made_function: () => Function('a', 'return a'),
	class: () => class { static x = 1; },
	bound: () => Math.max.bind(null),
	template: () => ((strings) => strings)`a${1}b`,
	meta: () => import.meta,
	require: () => (typeof require === 'undefined' ? null : require),
	module: () => (typeof module === 'undefined' ? null : module),
	exports: () => (typeof exports === 'undefined' ? null : exports),
	call_site: () => stack_as((_error, [site]) => site),
	call_sites: () => stack_as((_error, sites) => sites),
	function_of_step: () => stack_as((_error, sites) => sites.map((site) => site.getFunction())),
	this_of_step: () => stack_as((_error, sites) => sites.map((site) => site.getThis())),
	captured: () => { const object = {}; Error.captureStackTrace(object); return object; },
	type_error: () => thrown(() => null.x),
	range_error: () => thrown(function deeper() { deeper(); }),
	uri_error: () => thrown(() => decodeURIComponent('%')),
	syntax_error: () => thrown(() => JSON.parse('{')),
	eval_error: () => thrown(() => (0, eval)('+')),
	url_error: () => thrown(() => new URL('x')),
	dom_exception: () => thrown(() => structuredClone(() => {})),
	aggregate: () => new AggregateError([]),
	suppressed: () => new SuppressedError(),
	promise: () => Promise.withResolvers(),
	rejected: () => { const promise = Promise.reject(1); promise.catch(() => {}); return promise; },
	revocable: () => Proxy.revocable({}, {}),
	weak_ref: () => new WeakRef({}),
	finalization: () => new FinalizationRegistry(() => {}),
	disposable: () => new DisposableStack(),
	async_disposable: () => new AsyncDisposableStack(),
	date: () => new Date(0),
	match: () => /(?<name>a)/d.exec('a'),
	match_all: () => 'aa'.matchAll(/a/g),
	text_iterator: () => ''[Symbol.iterator](),
	array_iterator: () => [].values(),
	map_iterator: () => new Map().entries(),
	set_iterator: () => new Set().entries(),
	iterator_helper: () => [].values().map((value) => value),
	iterator_flat_map: () => [].values().flatMap(() => []),
	wrapped_iterator: () => Iterator.from({ next() {} }),
	concat_iterator: () => Iterator.concat([1]),
	unscopables: () => Array.prototype[Symbol.unscopables],
	group_by: () => Object.groupBy([1], String),
	raw_json: () => JSON.rawJSON('1'),
	typed_array: () => new Uint8Array(8),
	typed_iterator: () => new Float64Array(1).entries(),
	view: () => new DataView(new ArrayBuffer(8)),
	shared_buffer: () => new SharedArrayBuffer(8),
	wait_async: () => Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0),
	numbers: () => new Intl.NumberFormat(),
	numbers_bound: () => new Intl.NumberFormat().format,
	dates: () => new Intl.DateTimeFormat(),
	dates_bound: () => new Intl.DateTimeFormat().format,
	dates_legacy: () => Intl.DateTimeFormat.call(Object.create(Intl.DateTimeFormat.prototype)),
	collator: () => new Intl.Collator(),
	collator_bound: () => new Intl.Collator().compare,
	plural: () => new Intl.PluralRules(),
	relative: () => new Intl.RelativeTimeFormat(),
	list: () => new Intl.ListFormat(),
	names: () => new Intl.DisplayNames('en', { type: 'region' }),
	locale: () => new Intl.Locale('en'),
	duration: () => new Intl.DurationFormat('en'),
	segmenter: () => new Intl.Segmenter(),
	segments: () => new Intl.Segmenter().segment('a b'),
	segment_iterator: () => new Intl.Segmenter().segment('a b')[Symbol.iterator](),
	parts: () => new Intl.NumberFormat().formatToParts(1),
	wasm_module: () => new WebAssembly.Module(WASM),
	wasm_instance: () => new WebAssembly.Instance(new WebAssembly.Module(WASM)),
	wasm_exports: () => new WebAssembly.Instance(new WebAssembly.Module(WASM)).exports.f,
	wasm_memory: () => new WebAssembly.Memory({ initial: 1 }),
	wasm_table: () => new WebAssembly.Table({ initial: 1, element: 'anyfunc' }),
	wasm_global: () => new WebAssembly.Global({ value: 'i32' }),
	wasm_tag: () => new WebAssembly.Tag({ parameters: [] }),
	wasm_error: () => thrown(() => new WebAssembly.Module(new Uint8Array(1))),
	url: () => new URL('http://x/?a=b'),
	search: () => new URLSearchParams('a=b'),
	search_iterator: () => new URLSearchParams('a=b').entries(),
	headers: () => new Headers({ a: 'b' }),
	headers_iterator: () => new Headers({ a: 'b' }).entries(),
	request: () => new Request('http://x/', { headers: { a: 'b' } }),
	response: () => new Response('x'),
	response_error: () => Response.error(),
	response_body: () => new Response('x').text(),
	event: () => new Event('x'),
	target: () => new EventTarget(),
	dispatched: () => { let seen; const target = new EventTarget(); target.addEventListener('x', (event) => (seen = event)); target.dispatchEvent(new Event('x')); return seen; },
	dispatched_object: () => { let seen; const target = new EventTarget(); target.addEventListener('x', (event) => (seen = event)); target.dispatchEvent({ type: 'x' }); return seen; },
	controller: () => new AbortController(),
	aborted: () => AbortSignal.abort(),
	any_signal: () => AbortSignal.any([new AbortController().signal]),
	encoder: () => new TextEncoder(),
	encoded: () => new TextEncoder().encode('a text'),
	decoder: () => new TextDecoder(),
	decoded: () => { const decoder = new TextDecoder(); decoder.decode(new Uint8Array([195]), { stream: true }); return decoder; },
	clone: () => structuredClone({ map: new Map([[1, new Set([2])]]), date: new Date(0), error: new Error('x') }),
	digest: () => crypto.subtle.digest('SHA-256', new Uint8Array(1)),
	subtle: () => crypto.subtle,
	performance: () => performance
};

/** @returns {Record<string, any>} */
export function things_of_the_engine() {
	return Object.fromEntries(Object.entries(WAYS).map(([name, get]) => [name, attempt(get)]));
}

/** @param {(error: Error, sites: any[]) => any} prepare */
function stack_as(prepare) {
	const before = Error.prepareStackTrace;
	Error.prepareStackTrace = prepare;
	const { stack } = new Error();
	Error.prepareStackTrace = before;
	return stack;
}

/** @param {() => void} run */
function thrown(run) {
	try {
		run();
	} catch (error) {
		return error;
	}
}

/** @param {() => any} get */
export function attempt(get) {
	try {
		return get();
	} catch {
		return undefined;
	}
}
