import { checked_options, require_arguments } from '../arguments.js';

/** @type {(event: Event, change: Partial<EventState>) => EventState} */
export let update_state;

/**
 * What a dispatch changes of an event.
 *
 * @typedef {object} EventState
 * @property {EventTarget | null} target
 * @property {EventTarget | null} current the target whose listeners are being called
 * @property {boolean} is_dispatched true while listeners are being called
 * @property {boolean} is_stopped no more listeners are to be called
 * @property {boolean} is_propagation_stopped other targets are not to be told, if there were any
 * @property {boolean} is_passive true while a passive listener is being called
 * @property {boolean} is_cancelled
 * @property {boolean} is_trusted true if no code of the app has made it
 */

/** An event (https://dom.spec.whatwg.org/#interface-event). There are no trees here, so it has one target. */
export class Event {
	static NONE = 0;
	static CAPTURING_PHASE = 1;
	static AT_TARGET = 2;
	static BUBBLING_PHASE = 3;

	#type;
	#init;
	#time = performance.now();

	/** @type {EventState} */
	#state = {
		target: null,
		current: null,
		is_dispatched: false,
		is_stopped: false,
		is_propagation_stopped: false,
		is_passive: false,
		is_cancelled: false,
		is_trusted: false
	};

	/**
	 * @param {string} type
	 * @param {EventInit} [init]
	 */
	constructor(type, init = {}) {
		require_arguments('Event', arguments.length, 1);
		const { bubbles = false, cancelable = false, composed = false } = checked_options('an event', init);
		this.#type = `${type}`;
		this.#init = { bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), composed: Boolean(composed) };
	}

	get type() {
		return this.#type;
	}

	get target() {
		return this.#state.target;
	}

	get srcElement() {
		return this.#state.target;
	}

	get currentTarget() {
		return this.#state.current;
	}

	get eventPhase() {
		return this.#state.is_dispatched ? Event.AT_TARGET : Event.NONE;
	}

	get bubbles() {
		return this.#init.bubbles;
	}

	get cancelable() {
		return this.#init.cancelable;
	}

	get composed() {
		return this.#init.composed;
	}

	get defaultPrevented() {
		return this.#state.is_cancelled;
	}

	get returnValue() {
		return !this.#state.is_cancelled;
	}

	set returnValue(value) {
		if (!value) this.preventDefault();
	}

	get cancelBubble() {
		return this.#state.is_propagation_stopped;
	}

	set cancelBubble(value) {
		if (value) this.stopPropagation();
	}

	get isTrusted() {
		return this.#state.is_trusted;
	}

	get timeStamp() {
		return this.#time;
	}

	/**
	 * @param {string} type
	 * @param {boolean} [bubbles]
	 * @param {boolean} [cancelable]
	 */
	initEvent(type, bubbles = false, cancelable = false) {
		require_arguments('initEvent', arguments.length, 1);
		if (this.#state.is_dispatched) return;
		this.#type = `${type}`;
		this.#init = { ...this.#init, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable) };
		Object.assign(this.#state, { target: null, is_cancelled: false, is_stopped: false });
		Object.assign(this.#state, { is_propagation_stopped: false, is_trusted: false });
	}

	composedPath() {
		return this.#state.is_dispatched ? [/** @type {EventTarget} */ (this.#state.current)] : [];
	}

	preventDefault() {
		if (this.#init.cancelable && !this.#state.is_passive) this.#state.is_cancelled = true;
	}

	stopPropagation() {
		this.#state.is_propagation_stopped = true;
	}

	stopImmediatePropagation() {
		this.#state.is_propagation_stopped = true;
		this.#state.is_stopped = true;
	}

	get [Symbol.toStringTag]() {
		return 'Event';
	}

	static {
		update_state = (event, change) => Object.assign(event.#state, change);
	}
}

for (const name of /** @type {const} */ (['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE']))
	Object.defineProperty(Event.prototype, name, { value: Event[name], enumerable: true });
