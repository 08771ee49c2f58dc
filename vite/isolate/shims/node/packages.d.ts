/** Packages that bring no types, and Node's globals that shims use. any: what the packages say of Node's modules. */

declare const Buffer: any;
declare const process: any;
declare const setImmediate: (callback: () => void) => unknown;
declare const clearImmediate: (id: unknown) => void;

declare module 'events/events.js' {
	const Emitter: any;
	export default Emitter;
}

declare module 'path-browserify' {
	const posix: any;
	export default posix;
}

declare module 'punycode/punycode.js' {
	const punycode: any;
	export default punycode;
}

declare module 'readable-stream/lib/stream.js' {
	const Stream: any;
	export default Stream;
}

declare module 'string_decoder/lib/string_decoder.js' {
	export const StringDecoder: any;
}

declare module 'url/url.js' {
	const url: any;
	export default url;
}
