/** @import { LoadEntry } from './entry_types.js' */
/** @import { HostAnswers, HostRequest, SerializedError } from './messages.js' */
import { shorten } from './long_text.js';
import { RenderHandle } from './render_handle.js';

const noop = () => {};

/** The stack of the running code, unless the app has changed how stacks are formatted. */
const current_stack = () => String(new Error().stack);

/** the longest delay of a timer (ms); a longer one is none, as in Node */
const MAX_DELAY = 2 ** 31 - 1;

/** what the console of one render may write: the server does nothing else while it logs that */
const MAX_LINES = 5_000;
const MAX_CHARACTERS = 2_000_000;
const FULL = `a render may log ${MAX_LINES} lines with ${MAX_CHARACTERS} characters; the rest is left out`;

/** how many fetches and timers a render may wait for at a time; each takes memory in Python too */
const MOST_REQUESTS = 10_000;

/** how many fetches a render may make, and matches of routes: each may cost the server a page, or a call of V8 */
const MAX_FETCHES = 1_000;
const COUNTED = new Set(['fetch', 'match']);

/** before the app's code can replace it */
const { stringify } = JSON;

/** V8's messages for refused changes of frozen objects */
const REFUSAL = /^Cannot (?:assign to read only|add|define|redefine|delete) property|is not extensible$/;

/**
 * The state that the hosts of an isolate share.
 *
 * @typedef {object} IsolateState
 * @property {(stack: string) => string} map_stack puts source files and lines into a stack
 * @property {Host | null} rendering the render that Svelte is busy with; null between renders
 * @property {boolean} is_frozen
 * @property {boolean} is_dev
 *
 * @typedef {{ id: number, value?: any, error?: { name: string, message: string } }} Answer any: by the kind of request
 */

/**
 * The host of one render (the word as in ECMA-262: the environment that embeds the language): it sends the render's
 * requests to Python, hands the answers to the code that waits for them, and collects what was logged. Requests wait in
 * the outbox until Python takes them. Nothing is allocated before the first use: most renders request nothing.
 */
export class Host {
	/**
	 * The outbox: the requests since Python has last taken them, as JSON, by id. It inherits nothing, and there is nothing
	 * in it that could run code of the render when it is emptied, which happens in another render's place.
	 *
	 * @type {Record<string, string> | null}
	 */
	#outbox = null;

	/** @type {Map<number, { resolve: (value: any) => void, reject: (reason: unknown) => void }> | null} any: as in Answer */
	#waiting = null;

	#last = 0;
	#fetches = 0;
	/** logged so far */
	#characters = 0;

	/** @type {Array<[level: string, text: string, stack?: string]> | null} in dev with the stack of the call */
	logged = null;

	/** @type {{ entries: Set<string>, timers: Map<number, string> } | null} in dev: which entries were loaded, and which timers run */
	notes = null;

	/** @type {string | null} the answer of an asynchronous render, once there is one */
	result = null;

	/** @type {LoadEntry} */
	entry = /** @type {any} */ (undefined); // set by the dispatcher, before any code of the app runs

	/** @type {((names: () => string[]) => Promise<unknown> | null) | null} evaluates those entries that await at their top level; null if none does (loader.js) */
	ready = null;

	/** @type {object | null} the render's global object */
	globals = null;

	/** @type {object | null} kit's RequestStore, once the render has begun */
	request = null;

	/** the address of the page, for `import.meta.url`; empty if there is no page */
	url = '';

	/** the id of the page's route; empty if there is no page */
	route = '';

	/** @type {RenderHandle | null} */
	#handle = null;

	#isolate;

	#is_last_attempt;

	/**
	 * @param {IsolateState} isolate
	 * @param {boolean} [is_last_attempt] true if the render is not tried again in an isolate with another realm
	 */
	constructor(isolate, is_last_attempt = false) {
		this.#isolate = isolate;
		if (isolate.is_dev) this.notes = { entries: new Set(), timers: new Map() };
		this.#is_last_attempt = is_last_attempt;
	}

	get origin() {
		const { url } = this;
		return url && url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
	}

	/** what the render's own modules get instead of the host */
	get handle() {
		return (this.#handle ??= new RenderHandle(this));
	}

	/** @param {string} stack */
	map_stack(stack) {
		return this.#isolate.map_stack(stack);
	}

	/**
	 * True if an error says that the frozen realm has refused a change, so that the render has to be tried in an isolate
	 * with a patchable realm. The object may also be one that the app has frozen itself: then it fails there too.
	 *
	 * @param {SerializedError} error
	 */
	is_refusal({ kind, name, message }) {
		return (
			this.#isolate.is_frozen &&
			!this.#is_last_attempt &&
			kind === 'unknown' &&
			name === 'TypeError' &&
			REFUSAL.test(message)
		);
	}

	/** @param {boolean} rendering true while Svelte is busy with this render; a render that is interrupted never ends */
	set_rendering(rendering) {
		this.#isolate.rendering = rendering ? this : null;
	}

	/**
	 * Request something of Python.
	 *
	 * @template {keyof HostAnswers} Kind
	 * @param {HostRequest<Kind>} request
	 * @param {AbortSignal | null} [signal] takes the request back
	 * @returns {Promise<HostAnswers[Kind]>}
	 */
	ask(request, signal = null) {
		return new Promise((resolve, reject) => {
			if (COUNTED.has(request.kind) && ++this.#fetches > MAX_FETCHES)
				throw new RangeError(`a render can make ${MAX_FETCHES} fetches and matches of routes`);
			const id = this.#post(request, resolve, reject);
			signal?.addEventListener('abort', () => this.#take_back(id, signal.reason), { once: true });
		});
	}

	/**
	 * @param {() => void} callback
	 * @param {unknown} ms
	 * @returns {number} the argument of `clear`
	 */
	timer(callback, ms) {
		const delay = Number(ms);
		const id = this.#post({ kind: 'timer', ms: delay > 0 && delay <= MAX_DELAY ? delay : 0 }, callback, noop);
		this.notes?.timers.set(id, current_stack());
		return id;
	}

	/** @param {number} id of a timer */
	clear(id) {
		if (!this.#waiting?.delete(id)) return;
		this.notes?.timers.delete(id);
		if (this.#outbox && id in this.#outbox) delete this.#outbox[id];
		else this.#put({ kind: 'clear', of: id });
	}

	/**
	 * Empty the outbox.
	 *
	 * @returns {string} the elements of an array in JSON
	 */
	take() {
		let requests = '';
		const outbox = this.#outbox;
		for (const id in outbox) requests += `${requests && ','}${outbox[id]}`;
		this.#outbox = null;
		return requests;
	}

	/** @param {Answer[]} answers */
	deliver(answers) {
		for (const { id, value, error } of answers) {
			const waiting = this.#waiting?.get(id);
			this.#waiting?.delete(id);
			this.notes?.timers.delete(id);
			if (error) waiting?.reject(Object.assign(new TypeError(error.message), { cause: error }));
			else waiting?.resolve(value);
		}
	}

	/**
	 * Note a line for the server's log. What is too much for it is left out.
	 *
	 * @param {string} level
	 * @param {string} text
	 */
	log(level, text) {
		const logged = (this.logged ??= []);
		if (logged.length > MAX_LINES || this.#characters > MAX_CHARACTERS) return;
		const line = shorten(text);
		this.#characters += line.length;
		const is_full = logged.length === MAX_LINES || this.#characters > MAX_CHARACTERS;
		const [said, what] = is_full ? ['warning', FULL] : [level, line];
		logged.push(this.notes === null ? [said, what] : [said, what, current_stack()]);
	}

	/**
	 * @param {number} id
	 * @param {unknown} reason
	 */
	#take_back(id, reason) {
		const waiting = this.#waiting?.get(id);
		if (!waiting) return;
		this.#waiting?.delete(id);
		if (this.#outbox && id in this.#outbox) delete this.#outbox[id];
		else this.#put({ kind: 'abort', of: id });
		waiting.reject(reason);
	}

	/** @param {HostRequest} request */
	#put(request) {
		const id = ++this.#last;
		this.#outbox ??= /** @type {Record<string, string>} */ (/** @type {unknown} */ ({ __proto__: null }));
		this.#outbox[id] = stringify({ id, ...request });
		return id;
	}

	/**
	 * @param {HostRequest} request
	 * @param {(value: any) => void} resolve
	 * @param {(reason: unknown) => void} reject
	 */
	#post(request, resolve, reject) {
		const waiting = (this.#waiting ??= new Map());
		if (waiting.size >= MOST_REQUESTS) {
			throw new RangeError(`a render can wait for ${MOST_REQUESTS} fetches and timers at a time`);
		}
		const id = this.#put(request);
		waiting.set(id, { resolve, reject });
		return id;
	}
}
