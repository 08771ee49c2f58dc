import { Event, EventTarget } from 'event-target-shim';

/** An AbortSignal (https://dom.spec.whatwg.org/#interface-AbortSignal); no polyfill has `any`, `reason` and `throwIfAborted`. */
class AbortSignal extends EventTarget {
	aborted = false;
	/** @type {unknown} */
	reason = undefined;

	/** @type {((event: Event) => void) | null} */
	onabort = null;

	throwIfAborted() {
		if (this.aborted) throw this.reason;
	}

	/** @param {unknown} [reason] */
	static abort(reason) {
		const signal = new AbortSignal();
		abort(signal, reason);
		return signal;
	}

	/** @param {Iterable<AbortSignal>} signals */
	static any(signals) {
		const any = new AbortSignal();
		for (const signal of signals) {
			if (signal.aborted) abort(any, signal.reason);
			else signal.addEventListener('abort', () => abort(any, signal.reason), { once: true });
		}
		return any;
	}

	static timeout() {
		// timers belong to a render, and this class to all of them
		throw new DOMException('write setTimeout(() => controller.abort(), ms) instead', 'NotSupportedError');
	}
}

/** An AbortController (https://dom.spec.whatwg.org/#interface-abortcontroller). */
class AbortController {
	signal = new AbortSignal();

	/** @param {unknown} [reason] */
	abort(reason) {
		abort(this.signal, reason);
	}
}

/**
 * @param {AbortSignal} signal
 * @param {unknown} reason
 */
function abort(signal, reason = new DOMException('This operation was aborted', 'AbortError')) {
	if (signal.aborted) return;
	signal.aborted = true;
	signal.reason = reason;
	const event = new Event('abort');
	signal.onabort?.(event);
	signal.dispatchEvent(event);
}

Object.assign(globalThis, { Event, EventTarget, AbortController, AbortSignal });
