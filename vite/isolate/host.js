/** @import { LoadEntry } from './entry_types.js' */
/** @import { HostAnswers, HostRequest, SerializedError } from './messages.js' */
/** @import { Change } from './realm/patchable_realm.js' */

const noop = () => {};

/** The stack of the running code, unless the app has changed how stacks are formatted. */
const current_stack = () => String(new Error().stack);

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
	/** @type {Array<HostRequest & { id: number }> | null} the outbox: requests since Python has last taken them */
	#outbox = null;

	/** @type {Map<number, { resolve: (value: any) => void, reject: (reason: Error) => void }> | null} any: as in Answer */
	#waiting = null;

	#last = 0;

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

	/** @type {object | null} kit's RequestStore, once the render has begun */
	request = null;

	/** the address of the page, for `import.meta.url`; empty if there is no page */
	url = '';

	/** @type {Change[] | null} the render's changes of the realm */
	patches = null;

	/** private, because the render's code can reach its host, and all renders share this object */
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
	 * @returns {Promise<HostAnswers[Kind]>}
	 */
	ask(request) {
		return new Promise((resolve, reject) => {
			this.#post(request, resolve, reject);
		});
	}

	/**
	 * @param {() => void} callback
	 * @param {unknown} ms
	 * @returns {number} the argument of `clear`
	 */
	timer(callback, ms) {
		const id = this.#post({ kind: 'timer', ms: Math.max(0, Number(ms) || 0) }, callback, noop);
		this.notes?.timers.set(id, current_stack());
		return id;
	}

	/** @param {number | undefined} id of a timer */
	clear(id) {
		if (id === undefined) return;
		this.#waiting?.delete(id);
		this.notes?.timers.delete(id);
		if (this.#outbox) this.#outbox = this.#outbox.filter((request) => request.id !== id);
	}

	/** Empty the outbox. */
	take() {
		const requests = this.#outbox;
		this.#outbox = null;
		return requests ?? [];
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
	 * @param {string} level
	 * @param {string} text
	 */
	log(level, text) {
		(this.logged ??= []).push(this.notes === null ? [level, text] : [level, text, current_stack()]);
	}

	/**
	 * @param {HostRequest} request
	 * @param {(value: any) => void} resolve
	 * @param {(reason: Error) => void} reject
	 */
	#post(request, resolve, reject) {
		const id = ++this.#last;
		(this.#outbox ??= []).push({ id, ...request });
		(this.#waiting ??= new Map()).set(id, { resolve, reject });
		return id;
	}
}
