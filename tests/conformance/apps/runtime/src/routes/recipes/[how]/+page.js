import { giving } from '#lib/tell.js';

/** Does some work while a global is another one. */
const while_patched = async (name, replace, work) => {
	const original = globalThis[name];
	globalThis[name] = replace(original);
	try {
		return [await work(), globalThis[name] === original];
	} finally {
		globalThis[name] = original;
	}
};
const caught = (promise) =>
	promise.then(
		(value) => value,
		(error) => error
	);

export const load = giving({
	fetchreplaced: () =>
		while_patched(
			'fetch',
			() => async (url) => new Response(`own ${url}`),
			async () => (await fetch('http://a.test/')).text()
		),
	fetchwrapped: async () => {
		const seen = [];
		const wrap =
			(original) =>
			async (...given) => {
				seen.push(String(given[0]).slice(0, 10));
				const response = await original(...given);
				seen.push(response.status);
				return response;
			};
		const outcome = await while_patched('fetch', wrap, async () =>
			(await globalThis.fetch('data:text/plain,hi')).text()
		);
		return [outcome, seen];
	},
	fetchofload: ({ fetch }) =>
		while_patched(
			'fetch',
			() => () => Promise.reject(new Error('not this one')),
			async () => (await fetch('/give/json')).json()
		),
	timerwrapped: () => {
		const wrap =
			(original) =>
			(work, time, ...given) =>
				original(() => work('wrapped', ...given), time);
		return while_patched(
			'setTimeout',
			wrap,
			() => new Promise((resolve) => setTimeout((...given) => resolve(given), 1, 'a'))
		);
	},
	consolewrapped: () => {
		const { log } = console;
		const lines = [];
		console.log = (...given) => lines.push(given);
		console.log('%s', 'noted');
		console.log = log;
		return [lines, console.log === log];
	},
	datareplaced: () => {
		const Original = globalThis.Date;
		return while_patched(
			'Date',
			() =>
				class extends Original {
					static now() {
						return 7;
					}
				},
			() => [Date.now() === 7, new Date(0).getTime(), new Date(0) instanceof Original]
		);
	},
	registered: () => {
		globalThis.__runtime_store ??= new Map([['made', true]]);
		globalThis[Symbol.for('runtime.registry')] ??= { version: 1 };
		const store = (globalThis.__runtime_once = globalThis.__runtime_once || { count: 0 });
		store.count = 1;
		return [
			globalThis.__runtime_store.get('made'),
			globalThis[Symbol.for('runtime.registry')].version,
			store.count
		];
	},
	defined: () => {
		Object.defineProperty(globalThis, '__runtime_defined', { value: 5, configurable: true, writable: true });
		const found = [
			globalThis.__runtime_defined,
			'__runtime_defined' in globalThis,
			Object.keys(globalThis).includes('__runtime_defined')
		];
		return [...found, delete globalThis.__runtime_defined, typeof globalThis.__runtime_defined];
	},
	freenames: () => {
		globalThis.__runtime_free = { count: 1 };
		__runtime_free.count += 1;
		const seen = [
			new Function('return __runtime_free.count')(),
			typeof __runtime_free,
			(0, eval)('__runtime_free.count += 1')
		];
		delete globalThis.__runtime_free;
		const read = new Function('try { return __runtime_free } catch (error) { return error.name }');
		return [...seen, typeof __runtime_free, read()];
	},
	polyfilled: () => {
		if (!Array.prototype.at) throw new Error('at');
		Array.prototype.at ||= () => 'polyfill';
		globalThis.structuredClone ??= () => 'polyfill';
		globalThis.fetch ||= () => 'polyfill';
		if (!Object.hasOwn) Object.hasOwn = () => 'polyfill';
		Promise.withResolvers ??= () => 'polyfill';
		return [[1, 2].at(-1), structuredClone(3), typeof Promise.withResolvers().resolve];
	},
	globalfound: () => {
		const check = (it) => it && it.Math === Math && it;
		const found =
			check(typeof globalThis === 'object' && globalThis) ||
			check(typeof window === 'object' && window) ||
			Function('return this')();
		return [found === globalThis, Function('return this')().Math === Math, (0, eval)('typeof Math')];
	},
	streamsdetected: () => {
		let duplex_accessed = false;
		const has_type = new Request('https://empty.invalid', {
			body: new ReadableStream(),
			method: 'POST',
			get duplex() {
				duplex_accessed = true;
				return 'half';
			}
		}).headers.has('Content-Type');
		return [
			duplex_accessed && !has_type,
			new Response('').body instanceof ReadableStream,
			typeof new Response('').body.getReader
		];
	},
	detected: () => [
		typeof globalThis.AbortController === 'function',
		'signal' in Request.prototype && 'duplex' in Request.prototype,
		'getSetCookie' in Headers.prototype,
		typeof FormData === 'function' && typeof FormData.prototype.entries,
		typeof Blob !== 'undefined' && !!new Blob(['a']).size,
		typeof ReadableStream === 'function' && Symbol.asyncIterator in ReadableStream.prototype,
		typeof TextEncoder === 'function' && new TextEncoder().encode('é').byteLength,
		typeof crypto === 'object' && typeof crypto.subtle?.digest,
		typeof queueMicrotask === 'function' && typeof structuredClone === 'function',
		typeof URL === 'function' && typeof URL.canParse,
		typeof WebSocket === 'function',
		typeof performance?.now === 'function',
		typeof MessageChannel === 'function' && typeof setImmediate === 'function'
	],
	scheduled: () => {
		const channel = typeof MessageChannel === 'function' && new MessageChannel();
		const schedule = (work) => {
			channel.port1.onmessage = () => (channel.port1.close(), work());
			channel.port2.postMessage(null);
		};
		const soon = typeof setImmediate === 'function' ? setImmediate : setTimeout;
		return new Promise((resolve) => schedule(() => soon(() => resolve('scheduled'))));
	},
	subclasses: async () => {
		class Answer extends Response {
			own = 1;
			async upper() {
				return (await this.text()).toUpperCase();
			}
		}
		class Ask extends Request {
			get path() {
				return new URL(this.url).pathname;
			}
		}
		class Bag extends Headers {
			get(name) {
				return `own ${super.get(name)}`;
			}
		}
		class Note extends File {
			constructor(text) {
				super([text], 'note.txt');
			}
		}
		class Form extends FormData {}
		class Link extends URL {}
		class Stop extends AbortController {}
		const answer = new Answer('body', { status: 201 });
		const stop = new Stop();
		stop.abort();
		return [
			await answer.upper(),
			answer.own,
			answer.status,
			new Ask('http://a.test/b').path,
			new Bag({ a: '1' }).get('a'),
			await new Note('x').text(),
			new Form() instanceof FormData,
			new Link('http://a.test').host,
			stop.signal.aborted
		];
	},
	bound: async ({ fetch }) => {
		const { setTimeout: later, queueMicrotask: soon, structuredClone: copy } = globalThis;
		const own_fetch = fetch.bind(globalThis);
		const global_fetch = globalThis.fetch.bind(globalThis);
		await new Promise((resolve) => soon(() => later(resolve, 1)));
		return [
			copy({ a: 1 }),
			await (await own_fetch('/give/json')).json(),
			await (await global_fetch('data:,x')).text()
		];
	},
	client: async ({ fetch }) => {
		// what clients such as ky and ofetch are made of
		const client = {
			async request(path, { json, timeout = 20_000, retry = 1, ...init } = {}) {
				const headers = new Headers(init.headers);
				if (json !== undefined) headers.set('content-type', 'application/json');
				const signal = AbortSignal.any([AbortSignal.timeout(timeout), ...(init.signal ? [init.signal] : [])]);
				const response = await fetch(path, {
					...init,
					body: json === undefined ? init.body : JSON.stringify(json),
					headers,
					signal
				});
				if (!response.ok && retry > 0)
					return this.request(path, { json, timeout, retry: retry - 1, ...init });
				if (!response.ok)
					throw Object.assign(new Error(`status ${response.status}`), { response: response.clone() });
				return response;
			}
		};
		const sent = await (await client.request('/echo', { method: 'POST', json: { a: 'ü' } })).json();
		const lost = await caught(client.request('/give/failed'));
		return [
			sent.type,
			sent.bytes.length,
			lost.message,
			lost.response.status,
			lost.response instanceof Response
		];
	},
	callsites: () => {
		const original = Error.prepareStackTrace;
		Error.prepareStackTrace = (_, sites) => sites;
		const { stack } = new Error('x');
		Error.prepareStackTrace = original;
		return [Array.isArray(stack), typeof stack[0].getFunctionName, typeof new Error('x').stack];
	},
	constructed: () => {
		function Old() {
			const own = Reflect.construct(EventTarget, [], new.target || Old);
			own.count = 0;
			return own;
		}
		Old.prototype = Object.create(EventTarget.prototype, { constructor: { value: Old, writable: true } });
		Object.setPrototypeOf(Old, EventTarget);
		const old = new Old();
		old.addEventListener('x', () => old.count++);
		old.dispatchEvent(new Event('x'));
		return [
			old.count,
			old instanceof Old,
			Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function () {}))
		];
	},
	disposed: async () => {
		const seen = [];
		{
			using first = { [Symbol.dispose]: () => seen.push('first') };
			await using second = { [Symbol.asyncDispose]: async () => seen.push('second') };
			seen.push(typeof first, typeof second);
		}
		return [seen, typeof DisposableStack];
	},
	registries: () => {
		const registry = new FinalizationRegistry(() => {});
		const target = {};
		registry.register(target, 'held', target);
		return [registry.unregister(target), new WeakRef(target).deref() === target];
	}
});
