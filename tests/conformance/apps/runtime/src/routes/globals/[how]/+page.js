import { telling } from '#lib/tell.js';

const NAMES = {
	data: 'Blob File FormData TextEncoder TextDecoder URL URLSearchParams URLPattern structuredClone atob btoa',
	fetching: 'fetch Headers Request Response AbortController AbortSignal WebSocket',
	streams: `ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest
		ReadableStreamDefaultController ReadableByteStreamController WritableStream WritableStreamDefaultWriter
		WritableStreamDefaultController TransformStream TransformStreamDefaultController ByteLengthQueuingStrategy
		CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream DecompressionStream`,
	events: `Event EventTarget CustomEvent MessageEvent CloseEvent MessageChannel MessagePort BroadcastChannel
		DOMException`,
	others: `performance Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver
		PerformanceObserverEntryList crypto Crypto CryptoKey SubtleCrypto navigator Navigator WebAssembly console`,
	scheduling: 'queueMicrotask setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate',
	node: 'global process Buffer',
	browsers: 'window document location localStorage XMLHttpRequest HTMLElement customElements importScripts',
	absent: 'Deno Bun EdgeRuntime gc define require module exports __dirname __filename'
};
const MODE = import.meta.env.DEV ? 'development' : 'production';
const split = (names) => names.split(/\s+/);
const kinds = (names) => Object.fromEntries(split(names).map((name) => [name, typeof globalThis[name]]));

export const load = telling({
	names: () => Object.fromEntries(Object.entries(NAMES).map(([name, names]) => [name, () => kinds(names)])),
	lengths: () =>
		Object.fromEntries(
			split(
				'Blob File FormData Headers Request Response Event CustomEvent MessageEvent BroadcastChannel URL fetch queueMicrotask atob'
			).map((name) => [name, () => [globalThis[name].name, globalThis[name].length]])
		),
	bare: () => ({
		window: () => typeof window,
		document: () => typeof document,
		commonjs: () => [typeof module, typeof exports, typeof __dirname, typeof define],
		global: () => [global === globalThis, typeof global, global.Array === Array],
		throughfunction: () => Function('return this')().Array === Array,
		this: () =>
			(function () {
				return this;
			})(),
		undeclared: () => nowhere_declared,
		added: () => {
			globalThis.runtime_own = 1;
			return [
				globalThis.runtime_own,
				'runtime_own' in globalThis,
				delete globalThis.runtime_own,
				globalThis.runtime_own
			];
		},
		vite: () => [import.meta.env.SSR, typeof import.meta.env.MODE, typeof import.meta.url]
	}),
	navigator: () => ({
		agent: () => [typeof navigator.userAgent, navigator.userAgent.length > 0],
		language: () => [typeof navigator.language, Array.isArray(navigator.languages)],
		processors: () => navigator.hardwareConcurrency > 0,
		platform: () => typeof navigator.platform,
		kind: () => [navigator instanceof Navigator, typeof navigator],
		readonly: () => {
			navigator.userAgent = 'own';
		},
		sniffed: () => [
			/firefox/i.test(navigator.userAgent),
			'serviceWorker' in navigator,
			navigator.userAgentData?.mobile ?? 'none'
		]
	}),
	websocket: () => ({
		kind: () => [typeof WebSocket, WebSocket.name, Object.getPrototypeOf(WebSocket) === EventTarget],
		states: () => [
			WebSocket.CONNECTING,
			WebSocket.OPEN,
			WebSocket.CLOSING,
			WebSocket.CLOSED,
			WebSocket.prototype.OPEN
		],
		heir: () => {
			class Own extends WebSocket {
				static name = 'own';
				send(data) {
					return super.send(JSON.stringify(data));
				}
			}
			return [typeof Own, Own.OPEN, Own.prototype instanceof EventTarget, Own.name];
		},
		members: () =>
			['send', 'close', 'readyState', 'onmessage', 'binaryType', 'url'].map(
				(name) => name in WebSocket.prototype
			),
		chosen: () => typeof (globalThis.WebSocket ?? globalThis.MozWebSocket)
	}),
	process: () => ({
		mode: () => process.env.NODE_ENV === MODE,
		indirect: () => {
			const { env } = process;
			return [
				env.NODE_ENV === MODE,
				env['NODE_ENV'] === MODE,
				'NODE_ENV' in env,
				globalThis.process.env.NODE_ENV === MODE
			];
		},
		branches: () => (process.env.NODE_ENV === 'production') === import.meta.env.PROD,
		public: () => process.env.PUBLIC_GREETING,
		unset: () => [
			process.env.RUNTIME_UNSET,
			'RUNTIME_UNSET' in process.env,
			process.env.RUNTIME_UNSET ?? 'fallback'
		],
		written: () => {
			process.env.RUNTIME_WRITTEN = 1;
			const written = process.env.RUNTIME_WRITTEN;
			delete process.env.RUNTIME_WRITTEN;
			return [written, process.env.RUNTIME_WRITTEN];
		},
		methods: () => [typeof process.nextTick, typeof process.on, typeof process.emitWarning],
		folder: () => typeof process.cwd(),
		platform: () => typeof process.platform,
		arguments: () => Array.isArray(process.argv),
		browser: () => [process.browser, process.type],
		time: () => [typeof process.hrtime.bigint(), process.hrtime().length],
		guarded: () =>
			typeof process !== 'undefined' && typeof process.env === 'object' && !process.env.RUNTIME_UNSET
	}),
	timers: () => ({
		kinds: () => {
			const timers = [setTimeout(() => {}, 1), setInterval(() => {}, 1)];
			try {
				return timers.map((timer) => [
					typeof timer,
					timer.unref() === timer,
					timer.ref() === timer,
					timer.hasRef(),
					timer.refresh() === timer,
					typeof +timer
				]);
			} finally {
				clearTimeout(timers[0]);
				clearInterval(timers[1]);
			}
		},
		order: async () => {
			const ran = [];
			const note = (name) => {
				ran.push(name);
				queueMicrotask(() => ran.push(`after ${name}`));
			};
			setTimeout(note, 20, 'later');
			setTimeout(note, 10, 'sooner');
			for (const name of 'abc') setTimeout(note, 1, name);
			const cleared = setTimeout(note, 1, 'cleared');
			queueMicrotask(() => clearTimeout(cleared));
			const until = Date.now() + 30;
			while (Date.now() < until);
			await new Promise((done) => setTimeout(done, 25));
			return ran;
		},
		delays: async () => {
			const ran = [];
			for (const delay of [Infinity, NaN, -1, 2 ** 31, '1', null, undefined])
				setTimeout(() => ran.push(`${delay}`), delay);
			await new Promise((done) => setTimeout(done, 20));
			return ran.toSorted();
		},
		refused: () => setTimeout(null, 1),
		refusedinterval: () => setInterval('1', 1),
		bytext: async () => {
			const ran = [];
			clearTimeout(`${+setTimeout(() => ran.push('cleared'), 1)}`);
			await new Promise((done) => setTimeout(done, 10));
			return ran;
		},
		bynumber: async () => {
			const ran = [];
			clearTimeout(+setTimeout(() => ran.push('cleared'), 1));
			await new Promise((done) => setTimeout(done, 10));
			return ran;
		}
	}),
	late: () => ({
		added: () => {
			globalThis.runtime_own = 1;
			try {
				return runtime_own;
			} finally {
				delete globalThis.runtime_own;
			}
		}
	})
});
