import { PARTS } from '../ssr/prelude_parts.js';

/**
 * The globals that a module sees while a page is rendered: V8's, the prelude's with those of its parts, and the render's
 * own (isolate/loader/module_parameters.js). A test compares them with those of a real isolate.
 */
export const V8_GLOBALS = new Set([
	...PARTS.flatMap(({ globals }) => globals),
	...`
	AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array
	BigUint64Array Boolean CloseEvent Crypto CustomEvent DOMException DataView Date DisposableStack Error ErrorEvent
	EvalError Event EventTarget FinalizationRegistry Float16Array Float32Array Float64Array Function Headers Infinity
	Int16Array Int32Array Int8Array Intl Iterator JSON Map Math MessageEvent NaN Number Object Promise Proxy
	RangeError ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String SubtleCrypto
	SuppressedError Symbol SyntaxError Temporal TextDecoder TextEncoder TypeError URIError URL URLSearchParams
	Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly atob btoa clearImmediate
	clearInterval clearTimeout console crypto decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval
	fetch global globalThis isFinite isNaN parseFloat parseInt performance process queueMicrotask reportError self
	setImmediate setInterval setTimeout structuredClone undefined unescape
	`
		.trim()
		.split(/\s+/)
]);
