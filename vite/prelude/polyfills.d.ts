/** Libraries that bring no types, or types of other classes: each implements the standard classes of the same names. */

declare module 'whatwg-url' {
	const { URL, URLSearchParams }: typeof globalThis;
	export { URL, URLSearchParams };
}

declare module 'buffer/index.js' {
	export const Buffer: any; // any: prelude/buffer.js repairs it by the names of its methods
}
