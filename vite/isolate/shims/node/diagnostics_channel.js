import { check_type, invalid_type } from './node_error.js';

/** @typedef {(message: any, name: string | symbol) => void} Subscriber any: what is published */
/** @typedef {(message: unknown) => unknown} Transform */
/** @typedef {{ run: (store: unknown, fn: () => unknown) => unknown }} Store an AsyncLocalStorage */

const EVENTS = /** @type {const} */ (['start', 'end', 'asyncStart', 'asyncEnd', 'error']);

/** @type {Map<string | symbol, Channel>} of one render: each evaluates this module anew */
const channels = new Map();

/** Node's `diagnostics_channel`: within one render. */
export const create = () => ({
	Channel,
	channel,
	hasSubscribers: (/** @type {string | symbol} */ name) => channels.get(name)?.hasSubscribers ?? false,
	subscribe: (/** @type {string | symbol} */ name, /** @type {Subscriber} */ subscriber) =>
		channel(name).subscribe(subscriber),
	tracingChannel: (/** @type {string | Record<string, Channel>} */ name) => {
		if (typeof name !== 'string' && Object(name) !== name)
			throw invalid_type('nameOrChannels', 'of type string or object', name);
		return new TracingChannel(name);
	},
	unsubscribe: (/** @type {string | symbol} */ name, /** @type {Subscriber} */ subscriber) =>
		channel(name).unsubscribe(subscriber)
});

/** @param {string | symbol} name */
function channel(name) {
	if (typeof name !== 'symbol') check_type('channel', name, 'string');
	const found = channels.get(name) ?? new Channel(name);
	channels.set(name, found);
	return found;
}

class Channel {
	/** @type {Subscriber[]} */
	#subscribers = [];

	/** @type {Map<Store, Transform>} */
	#stores = new Map();

	/** @param {string | symbol} name */
	constructor(name) {
		this.name = name;
	}

	get hasSubscribers() {
		return this.#subscribers.length > 0 || this.#stores.size > 0;
	}

	/** @param {Subscriber} subscriber */
	subscribe(subscriber) {
		check_type('subscription', subscriber, 'function');
		this.#subscribers = [...this.#subscribers, subscriber];
	}

	/** @param {Subscriber} subscriber */
	unsubscribe(subscriber) {
		const at = this.#subscribers.indexOf(subscriber);
		this.#subscribers = this.#subscribers.filter((_, i) => i !== at);
		return at >= 0;
	}

	/** @param {unknown} message */
	publish(message) {
		for (const subscriber of this.#subscribers) subscriber(message, this.name);
	}

	/**
	 * @param {Store} store
	 * @param {Transform} [transform]
	 */
	bindStore(store, transform = (message) => message) {
		this.#stores.set(store, transform);
	}

	/** @param {Store} store */
	unbindStore(store) {
		return this.#stores.delete(store);
	}

	/**
	 * @param {unknown} message
	 * @param {Function} fn
	 * @param {unknown} [self]
	 * @param {...unknown} args
	 */
	runStores(message, fn, self, ...args) {
		let run = () => {
			this.publish(message);
			return fn.apply(self, args);
		};
		for (const [store, transform] of this.#stores) {
			const inner = run;
			run = () => store.run(transform(message), inner);
		}
		return run();
	}
}

class TracingChannel {
	/** @param {string | Record<string, Channel>} name */
	constructor(name) {
		/** @type {Record<string, Channel>} */
		const parts = {};
		for (const event of EVENTS)
			parts[event] = typeof name === 'string' ? channel(`tracing:${name}:${event}`) : name[event];
		this.start = parts.start;
		this.end = parts.end;
		this.asyncStart = parts.asyncStart;
		this.asyncEnd = parts.asyncEnd;
		this.error = parts.error;
	}

	get hasSubscribers() {
		return EVENTS.some((event) => this[event]?.hasSubscribers);
	}

	/** @param {Partial<Record<(typeof EVENTS)[number], Subscriber>>} subscribers */
	subscribe(subscribers) {
		for (const event of EVENTS) if (subscribers[event]) this[event].subscribe(subscribers[event]);
	}

	/** @param {Partial<Record<(typeof EVENTS)[number], Subscriber>>} subscribers */
	unsubscribe(subscribers) {
		const done = EVENTS.map((event) => !subscribers[event] || this[event].unsubscribe(subscribers[event]));
		return done.every(Boolean);
	}

	/**
	 * @param {Function} fn
	 * @param {Record<string, unknown>} [context]
	 * @param {unknown} [self]
	 * @param {...unknown} args
	 */
	traceSync(fn, context = {}, self, ...args) {
		return this.#trace(() => (context.result = fn.apply(self, args)), context);
	}

	/**
	 * @param {Function} fn
	 * @param {Record<string, unknown>} [context]
	 * @param {unknown} [self]
	 * @param {...unknown} args
	 */
	tracePromise(fn, context = {}, self, ...args) {
		const traced = async (/** @type {unknown} */ promise) => {
			try {
				return (context.result = await promise);
			} catch (error) {
				this.#fail(context, error);
				throw error;
			} finally {
				this.asyncStart.publish(context);
				this.asyncEnd.publish(context);
			}
		};
		return this.#trace(() => traced(fn.apply(self, args)), context);
	}

	/**
	 * @param {Function} fn
	 * @param {number} [position] of the callback among the arguments
	 * @param {Record<string, unknown>} [context]
	 * @param {unknown} [self]
	 * @param {...unknown} args
	 */
	traceCallback(fn, position = -1, context = {}, self, ...args) {
		const callback = /** @type {Function} */ (args.at(position));
		const traced = (/** @type {unknown} */ error, /** @type {unknown[]} */ ...results) => {
			if (error) this.#fail(context, error);
			else context.result = results[0];
			return this.asyncStart.runStores(context, () => {
				try {
					return callback(error, ...results);
				} finally {
					this.asyncEnd.publish(context);
				}
			});
		};
		return this.#trace(() => fn.apply(self, args.with(position, traced)), context);
	}

	/**
	 * @param {() => unknown} job
	 * @param {Record<string, unknown>} context
	 */
	#trace(job, context) {
		return this.start.runStores(context, () => {
			try {
				return job();
			} catch (error) {
				this.#fail(context, error);
				throw error;
			} finally {
				this.end.publish(context);
			}
		});
	}

	/**
	 * @param {Record<string, unknown>} context
	 * @param {unknown} error
	 */
	#fail(context, error) {
		context.error = error;
		this.error.publish(context);
	}
}
