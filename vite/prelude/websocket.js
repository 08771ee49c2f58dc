import { define_handler } from './events/event_target.js';
import { expose } from './expose.js';

const ADVICE =
	'a WebSocket cannot be opened while a page is rendered: open it in the browser, for example in onMount, or talk to the server in Python';

/** A WebSocket that libraries find, and that refuses to be opened: a render can do no I/O. */
class WebSocket extends EventTarget {
	static CONNECTING = 0;
	static OPEN = 1;
	static CLOSING = 2;
	static CLOSED = 3;

	/** @param {string | URL} url */
	constructor(url) {
		super();
		throw new DOMException(`${ADVICE} (${url})`, 'NotSupportedError');
	}
}

for (const name of /** @type {const} */ (['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED']))
	Object.defineProperty(WebSocket.prototype, name, { value: WebSocket[name], enumerable: true });
for (const name of ['binaryType', 'bufferedAmount', 'extensions', 'protocol', 'readyState', 'url'])
	Object.defineProperty(WebSocket.prototype, name, { get: () => null, enumerable: true, configurable: true });
for (const name of ['send', 'close'])
	Object.defineProperty(WebSocket.prototype, name, {
		value() {},
		writable: true,
		enumerable: true,
		configurable: true
	});
for (const name of ['open', 'message', 'error', 'close'])
	define_handler(/** @type {any} */ (WebSocket), name); // any: TypeScript has another EventTarget

expose({ WebSocket });
