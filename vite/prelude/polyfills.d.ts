/** Libraries that bring no types: each implements the standard classes of the same names. */

declare module 'event-target-shim' {
	const { Event, EventTarget }: typeof globalThis;
	type Event = globalThis.Event;
	type EventTarget = globalThis.EventTarget;
	export { Event, EventTarget };
}

declare module 'whatwg-fetch' {
	export const Headers: typeof globalThis.Headers;
	export const Request: typeof globalThis.Request;
	export const Response: typeof globalThis.Response;
}

declare module 'whatwg-url' {
	const { URL, URLSearchParams }: typeof globalThis;
	export { URL, URLSearchParams };
}
