import { Event, update_state } from './event.js';
import { define_handler, EventTarget } from './event_target.js';
import { OWN, require_own } from '../illegal_constructor.js';

/** @type {() => AbortSignal} */
let create;

/** @type {(signal: AbortSignal, reason?: unknown) => void} */
let abort;

/** An AbortSignal (https://dom.spec.whatwg.org/#interface-AbortSignal); `timeout` is added for each render (isolate/globals.js). */
export class AbortSignal extends EventTarget {
	#aborted = false;

	/** @type {unknown} */
	#reason = undefined;

	/** @type {Set<AbortSignal> | null} those that `any` has made of this one */
	#dependent = null;

	/** @param {unknown} [key] */
	constructor(key = null) {
		require_own(key);
		super();
	}

	get aborted() {
		return this.#aborted;
	}

	get reason() {
		return this.#reason;
	}

	throwIfAborted() {
		if (this.#aborted) throw this.#reason;
	}

	/** @override */
	get [Symbol.toStringTag]() {
		return 'AbortSignal';
	}

	/** @param {unknown} [reason] */
	static abort(reason) {
		const signal = create();
		abort(signal, reason);
		return signal;
	}

	/** @param {Iterable<AbortSignal>} signals */
	static any(signals) {
		const sources = [...signals];
		if (!sources.every((signal) => signal instanceof AbortSignal))
			throw new TypeError('AbortSignal.any takes AbortSignals');
		const any = create();
		const aborted = sources.find((signal) => signal.#aborted);
		if (aborted) abort(any, aborted.#reason);
		else for (const signal of sources) (signal.#dependent ??= new Set()).add(any);
		return any;
	}

	static {
		create = () => new AbortSignal(OWN);
		// all are aborted before the first listener is called, which the standard wants
		abort = (signal, reason = new DOMException('This operation was aborted', 'AbortError')) => {
			const signals = new Set([signal]);
			for (const each of signals) {
				if (each.#aborted) signals.delete(each);
				else each.#dependent?.forEach((dependent) => signals.add(dependent));
			}
			for (const each of signals) {
				each.#aborted = true;
				each.#reason = reason;
				each.#dependent = null;
			}
			for (const each of signals) {
				const event = new Event('abort');
				update_state(event, { is_trusted: true });
				each.dispatchEvent(event);
			}
		};
	}
}

define_handler(AbortSignal, 'abort');

/** An AbortController (https://dom.spec.whatwg.org/#interface-abortcontroller). */
export class AbortController {
	#signal = create();

	get signal() {
		return this.#signal;
	}

	/** @param {unknown} [reason] */
	abort(reason) {
		abort(this.#signal, reason);
	}

	get [Symbol.toStringTag]() {
		return 'AbortController';
	}
}
