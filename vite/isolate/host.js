const noop = () => {};

/** where the code that runs was called, unless the app has made something else of stacks */
const stack = () => String(new Error().stack);

/** how V8 words it */
const REFUSAL = /^Cannot (?:assign to read only|add|define|redefine|delete) property|is not extensible$/;

/**
 * Names of the entries that are nodes.
 *
 * @param {Array<number | null | undefined>} indexes
 */
export const nodes = (indexes) => indexes.filter((index) => typeof index === 'number').map((index) => `n${index}`);

/**
 * One render's line to Python: what it asks for, who waits for the answers, and what it logged.
 * Nothing is allocated before the first use: most renders ask for nothing.
 */
export class Host {
	/** @type {Record<string, any>[] | null} asked since the last take */
	#requests = null;

	/** @type {Map<number, { resolve: (value: any) => void, reject: (reason: any) => void }> | null} */
	#waiting = null;

	#last = 0;

	/** @type {Array<[level: string, text: string, stack?: string]> | null} in dev with the stack of the call */
	logged = null;

	/** @type {{ entries: Set<string>, timers: Map<number, string> } | null} in dev: what was asked for, and which timers run */
	notes = null;

	/** @type {string | null} the answer of an asynchronous render, once there is one */
	result = null;

	/** @type {(name: string) => any} loads a entry of the render's graph */
	entry;

	/** @type {((names: () => string[]) => Promise<unknown> | null) | null} evaluates those entries that await at their top; null when none does (loader.js) */
	ready = null;

	/** @type {any} kit's RequestStore, once the render has begun */
	request = null;

	/** the address of the page, for `import.meta.url`; empty where there is no page */
	url = '';

	/** @type {import('./realm/patchable_realm.js').Change[] | null} what the render has changed in the realm */
	patches = null;

	/** private, because the render's code can get hold of its host, and all renders have the stage in common */
	#stage;

	#is_last;

	/**
	 * @param {{ locate: (stack: string) => string, drawing: Host | null, is_frozen?: boolean, is_dev?: boolean }} stage
	 * @param {boolean} [is_last] whether it is not tried once more in another realm
	 */
	constructor(stage, is_last = false) {
		this.#stage = stage;
		if (stage.is_dev) this.notes = { entries: new Set(), timers: new Map() };
		this.#is_last = is_last;
	}

	get origin() {
		const { url } = this;
		return url && url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
	}

	/** @param {string} stack */
	locate(stack) {
		return this.#stage.locate(stack);
	}

	/**
	 * Whether an error says that the frozen realm has refused something, so that this render is to be tried in
	 * another one. The object may also be one that the app has frozen itself: that shows there.
	 *
	 * @param {import('./errors.js').Description} description
	 */
	is_refusal({ kind, name, message }) {
		return this.#stage.is_frozen === true && !this.#is_last && kind === 'unknown' && name === 'TypeError' && REFUSAL.test(message);
	}

	/** @param {boolean} drawing whether Svelte is busy with this render; if that is interrupted, it never ends */
	draw(drawing) {
		this.#stage.drawing = drawing ? this : null;
	}

	/**
	 * @param {Record<string, any>} request
	 * @returns {Promise<any>} Python's answer
	 */
	ask(request) {
		return new Promise((resolve, reject) => this.#post(request, resolve, reject));
	}

	/**
	 * @param {() => void} callback
	 * @param {unknown} ms
	 * @returns {number} what `clear` takes
	 */
	timer(callback, ms) {
		const id = this.#post({ kind: 'timer', ms: Math.max(0, Number(ms) || 0) }, callback, noop);
		this.notes?.timers.set(id, stack());
		return id;
	}

	/** @param {number | undefined} id of a timer */
	clear(id) {
		this.#waiting?.delete(/** @type {number} */ (id));
		this.notes?.timers.delete(/** @type {number} */ (id));
		if (this.#requests) this.#requests = this.#requests.filter((request) => request.id !== id);
	}

	/** @returns {Record<string, any>[]} the requests that are new since the last take */
	take() {
		const requests = this.#requests;
		this.#requests = null;
		return requests ?? [];
	}

	/** @param {Array<{ id: number, value?: any, error?: { name: string, message: string } }>} answers */
	deliver(answers) {
		for (const { id, value, error } of answers) {
			const waiter = this.#waiting?.get(id);
			this.#waiting?.delete(id);
			this.notes?.timers.delete(id);
			if (error) waiter?.reject(Object.assign(new TypeError(error.message), { cause: error }));
			else waiter?.resolve(value);
		}
	}

	/**
	 * @param {string} level
	 * @param {string} text
	 */
	log(level, text) {
		(this.logged ??= []).push(this.notes === null ? [level, text] : [level, text, stack()]);
	}

	/**
	 * @param {Record<string, any>} request
	 * @param {(value: any) => void} resolve
	 * @param {(reason: any) => void} reject
	 */
	#post(request, resolve, reject) {
		const id = ++this.#last;
		(this.#requests ??= []).push({ id, ...request });
		(this.#waiting ??= new Map()).set(id, { resolve, reject });
		return id;
	}
}
