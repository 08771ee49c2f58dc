import Emitter from 'events/events.js';
import { CAPTURES, ERROR_MONITOR, REJECTION, emit } from './events_emit.js';
import { on } from './events_on.js';
import { once } from './events_once.js';
import { invalid_type, out_of_range } from './node_error.js';

const { listenerCount: count_of, setMaxListeners: set_most } = Emitter.prototype;

/**
 * The package's class, which takes no options.
 *
 * @this {any} a function, because older programs call it on objects of their own
 * @param {{ captureRejections?: boolean }} [options]
 */
function EventEmitter(options) {
	Emitter.init.call(this);
	if (options?.captureRejections ?? /** @type {any} */ (EventEmitter).captureRejections)
		this[CAPTURES] = true;
}

Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
	get: () => Emitter.defaultMaxListeners,
	set(count) {
		check_count('defaultMaxListeners', count);
		Emitter.defaultMaxListeners = count;
	},
	enumerable: true
});
EventEmitter.prototype = Object.assign(Emitter.prototype, {
	emit,
	/**
	 * @this {any}
	 * @param {string | symbol} name
	 * @param {Function} [listener]
	 */
	listenerCount(name, listener) {
		if (!listener) return count_of.call(this, name);
		return this.listeners(name).filter((/** @type {unknown} */ each) => each === listener).length;
	},
	/**
	 * @this {any}
	 * @param {number} count
	 */
	setMaxListeners(count) {
		check_count('setMaxListeners', count);
		return set_most.call(this, count);
	}
});
Object.defineProperty(EventEmitter.prototype, 'constructor', {
	value: EventEmitter,
	writable: true,
	configurable: true
});

/** Node's `events`: the package `events`, with what it lacks. `require('events')` is the class itself. */
export const create = () =>
	Object.assign(EventEmitter, {
		EventEmitter,
		EventEmitterAsyncResource,
		addAbortListener,
		captureRejectionSymbol: REJECTION,
		captureRejections: false,
		errorMonitor: ERROR_MONITOR,
		getEventListeners,
		getMaxListeners,
		init: Emitter.init,
		listenerCount,
		on,
		once,
		setMaxListeners,
		usingDomains: false
	});

/**
 * @param {string} name
 * @param {unknown} count
 */
function check_count(name, count) {
	if (typeof count !== 'number') throw invalid_type(name, 'of type number', count);
	if (!(count >= 0)) throw out_of_range(name, count);
}

/** Without an asynchronous context of its own: a render is one context. */
class EventEmitterAsyncResource extends /** @type {any} */ (EventEmitter) {
	asyncId = 1;
	triggerAsyncId = 0;

	get asyncResource() {
		return this;
	}

	emitDestroy() {}
}

/**
 * @param {AbortSignal} signal
 * @param {(event: Event) => void} listener
 */
function addAbortListener(signal, listener) {
	if (signal.aborted) queueMicrotask(() => listener(new Event('abort')));
	else signal.addEventListener('abort', listener, { once: true });
	return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
}

/**
 * @param {any} emitter any: an EventEmitter; the listeners of an EventTarget cannot be known
 * @param {string | symbol} name
 */
const getEventListeners = (emitter, name) => emitter.listeners?.(name) ?? [];

/** @param {any} emitter any: EventTargets have no such number */
const getMaxListeners = (emitter) => emitter.getMaxListeners?.() ?? Emitter.defaultMaxListeners;

/**
 * @param {any} emitter any: as above
 * @param {string | symbol} name
 */
const listenerCount = (emitter, name) => emitter.listenerCount?.(name) ?? 0;

/**
 * @param {number} [count]
 * @param {...any} emitters any: as above
 */
function setMaxListeners(count = Emitter.defaultMaxListeners, ...emitters) {
	check_count('setMaxListeners', count);
	if (emitters.length === 0) Emitter.defaultMaxListeners = count;
	for (const emitter of emitters) emitter.setMaxListeners?.(count);
}
