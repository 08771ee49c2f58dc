import { require_arguments } from '../arguments.js';
import { Event, update_state } from './event.js';

/** @typedef {((this: EventTarget, event: Event) => unknown) | { handleEvent(event: Event): unknown }} Callback */

/**
 * @typedef {object} Listener
 * @property {Callback} callback
 * @property {boolean} capture
 * @property {boolean} once
 * @property {boolean} passive
 * @property {boolean} is_removed
 *
 * @typedef {boolean | { capture?: boolean, once?: boolean, passive?: boolean, signal?: AbortSignal }} Options
 */

/** @type {(target: EventTarget) => Record<string, unknown>} throws if an object is no target */
let handlers_of;

/** A target of events (https://dom.spec.whatwg.org/#interface-eventtarget). */
export class EventTarget {
	/** @type {Map<string, Listener[]>} by type, in the order in which they were added */
	#listeners = new Map();

	/** @type {Record<string, unknown>} what `onmessage` and the like were set to, by type; it inherits nothing */
	#handlers = /** @type {any} */ ({ __proto__: null });

	/**
	 * @param {string} type
	 * @param {Callback | null} callback
	 * @param {Options} [options]
	 */
	addEventListener(type, callback, options) {
		require_arguments('addEventListener', arguments.length, 2);
		const { capture = false, once = false, passive = false, signal } = flattened(options);
		if (signal !== undefined && !(signal instanceof AbortSignal))
			throw new TypeError('signal is no AbortSignal');
		if (!is_callback(callback) || signal?.aborted || this.#find(type, callback, capture)) return;
		const listener = {
			callback,
			capture: Boolean(capture),
			once: Boolean(once),
			passive: Boolean(passive),
			is_removed: false
		};
		this.#listeners.set(`${type}`, [...(this.#listeners.get(`${type}`) ?? []), listener]);
		signal?.addEventListener('abort', () => this.#remove(`${type}`, listener), { once: true });
	}

	/**
	 * @param {string} type
	 * @param {Callback | null} callback
	 * @param {Options} [options]
	 */
	removeEventListener(type, callback, options) {
		require_arguments('removeEventListener', arguments.length, 2);
		if (!is_callback(callback)) return;
		const listener = this.#find(type, callback, flattened(options).capture);
		if (listener) this.#remove(`${type}`, listener);
	}

	/**
	 * @param {Event} event
	 * @returns {boolean} false if a listener has cancelled the event
	 */
	dispatchEvent(event) {
		if (!(event instanceof Event)) throw new TypeError('dispatchEvent takes an Event');
		const state = update_state(event, {});
		if (state.is_dispatched)
			throw new DOMException('the event is being dispatched already', 'InvalidStateError');
		Object.assign(state, { target: this, current: this, is_dispatched: true });
		for (const listener of this.#listeners.get(event.type) ?? []) {
			if (state.is_stopped) break;
			if (!listener.is_removed) this.#call(listener, event);
		}
		Object.assign(state, {
			current: null,
			is_dispatched: false,
			is_stopped: false,
			is_propagation_stopped: false
		});
		return !state.is_cancelled;
	}

	get [Symbol.toStringTag]() {
		return 'EventTarget';
	}

	static {
		handlers_of = (target) => target.#handlers;
	}

	/**
	 * @param {Listener} listener
	 * @param {Event} event
	 */
	#call(listener, event) {
		if (listener.once) this.#remove(event.type, listener);
		update_state(event, { is_passive: listener.passive });
		try {
			if (typeof listener.callback === 'function') listener.callback.call(this, event);
			else listener.callback.handleEvent(event);
		} catch (error) {
			report(error);
		} finally {
			update_state(event, { is_passive: false });
		}
	}

	/**
	 * @param {string} type
	 * @param {unknown} callback
	 * @param {unknown} capture
	 */
	#find(type, callback, capture) {
		return this.#listeners
			.get(`${type}`)
			?.find((listener) => listener.callback === callback && listener.capture === Boolean(capture));
	}

	/**
	 * @param {string} type
	 * @param {Listener} listener
	 */
	#remove(type, listener) {
		listener.is_removed = true;
		this.#listeners.set(type, this.#listeners.get(type)?.filter((each) => each !== listener) ?? []);
	}
}

/**
 * Define the attribute of a class for an event's handler, such as `onmessage`. The handler is called when the first one
 * that was set would have been.
 *
 * @param {typeof EventTarget} type
 * @param {string} name of the event
 * @param {(target: any) => void} [then] is called after each assignment; any: an instance of the class
 */
export function define_handler(type, name, then = () => {}) {
	Object.defineProperty(type.prototype, `on${name}`, {
		/** @this {EventTarget} */
		get() {
			return handlers_of(this)[name] ?? null;
		},
		/** @this {EventTarget} */
		set(value) {
			const handler = Object(value) === value ? value : null;
			const handlers = handlers_of(this);
			if (handler && handlers[name] === undefined) {
				this.addEventListener(name, function (event) {
					const current = handlers[name];
					if (typeof current === 'function' && current.call(this, event) === false) event.preventDefault();
				});
			}
			if (handler || name in handlers) handlers[name] = handler;
			then(this);
		},
		enumerable: true,
		configurable: true
	});
}

/**
 * @param {Options | null | undefined} options
 * @returns {Exclude<Options, boolean>}
 */
function flattened(options) {
	return typeof options === 'object' && options !== null ? options : { capture: Boolean(options) };
}

/**
 * @param {unknown} callback
 * @returns {callback is Callback}
 */
function is_callback(callback) {
	if (callback === null || callback === undefined) return false;
	if (Object(callback) !== callback)
		throw new TypeError('a listener is a function, or an object with handleEvent');
	return true;
}

/**
 * A listener's error does not concern the code that dispatches. It becomes a rejection that nobody handles.
 *
 * @param {unknown} error
 */
function report(error) {
	// oxlint-disable-next-line promise/no-promise-in-callback -- it is no promise's callback
	Promise.reject(error);
}
