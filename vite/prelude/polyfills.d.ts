/** Libraries that bring no types: each implements the standard classes of the same names. */

declare module 'event-target-shim' {
	const { Event, EventTarget }: typeof globalThis;
	type Event = globalThis.Event;
	type EventTarget = globalThis.EventTarget;
	export { Event, EventTarget };
}

declare module 'whatwg-fetch' {
	/** with the parts of the polyfill's bodies that fetch.js repairs */
	export const Headers: typeof globalThis.Headers;
	export const Request: { prototype: import('./fetch.js').PolyfillBody };
	export const Response: { prototype: import('./fetch.js').PolyfillBody };
}

declare module 'whatwg-url' {
	const { URL, URLSearchParams }: typeof globalThis;
	export { URL, URLSearchParams };
}
