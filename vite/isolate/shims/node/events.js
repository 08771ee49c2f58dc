import EventEmitter from 'events/events.js';
import { on } from './events_on.js';

const ERROR_MONITOR = Symbol('events.errorMonitor');
const { emit } = EventEmitter.prototype;

/**
 * @this {EventEmitter}
 * @param {string | symbol} name
 * @param {...any} args any: what the listeners take
 */
EventEmitter.prototype.emit = function (name, ...args) {
	if (name === 'error' && this.listenerCount(ERROR_MONITOR) > 0) emit.call(this, ERROR_MONITOR, ...args);
	return emit.call(this, name, ...args);
};

/** Node's `events`: the package `events`, with the functions that it lacks. `require('events')` is the class itself. */
export const create = () =>
	Object.assign(EventEmitter, {
		EventEmitterAsyncResource,
		addAbortListener,
		captureRejectionSymbol: Symbol.for('nodejs.rejection'),
		captureRejections: false,
		errorMonitor: ERROR_MONITOR,
		getEventListeners,
		getMaxListeners,
		listenerCount,
		on,
		setMaxListeners,
		usingDomains: false
	});

/** Without an asynchronous context of its own: a render is one context. */
// oxlint-disable-next-line unicorn/prefer-event-target -- it is Node's
class EventEmitterAsyncResource extends EventEmitter {
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
const getMaxListeners = (emitter) => emitter.getMaxListeners?.() ?? EventEmitter.defaultMaxListeners;

/**
 * @param {any} emitter any: as above
 * @param {string | symbol} name
 */
const listenerCount = (emitter, name) => emitter.listenerCount?.(name) ?? 0;

/**
 * @param {number} [count]
 * @param {...any} emitters any: as above
 */
function setMaxListeners(count = EventEmitter.defaultMaxListeners, ...emitters) {
	if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
	for (const emitter of emitters) emitter.setMaxListeners?.(count);
}
