/* oxlint-disable no-this-in-exported-function -- what is exported is a method */
import { with_code } from './node_error.js';

export const ERROR_MONITOR = Symbol('events.errorMonitor');
export const REJECTION = Symbol.for('nodejs.rejection');

/** marks the emitters that take rejections of their asynchronous listeners for errors */
export const CAPTURES = Symbol('events.captureRejections');

/**
 * Call the listeners of an event.
 *
 * @this {any} an EventEmitter
 * @param {string | symbol} name
 * @param {...any} args any: what the listeners take
 * @returns {boolean} true if there are some
 */
export function emit(name, ...args) {
	if (name === 'error' && this._events?.[ERROR_MONITOR] !== undefined)
		emit.call(this, ERROR_MONITOR, ...args);
	const listeners = this._events?.[name];
	if (listeners === undefined) {
		if (name === 'error') throw unhandled(args[0]);
		return false;
	}
	// a copy: listeners may remove themselves
	for (const listener of typeof listeners === 'function' ? [listeners] : listeners.slice()) {
		const outcome = Reflect.apply(listener, this, args);
		if (this[CAPTURES] && typeof outcome?.then === 'function')
			outcome.then(undefined, (/** @type {unknown} */ error) =>
				queueMicrotask(() => tell(this, error, name, args))
			);
	}
	return true;
}

/**
 * Tell an emitter that one of its listeners has rejected.
 *
 * @param {any} emitter
 * @param {unknown} error
 * @param {string | symbol} name of the event
 * @param {unknown[]} args
 */
function tell(emitter, error, name, args) {
	if (typeof emitter[REJECTION] === 'function') {
		emitter[REJECTION](error, name, ...args);
		return;
	}
	// a listener to errors that rejects would be told of its own rejection, for ever
	emitter[CAPTURES] = false;
	try {
		emitter.emit('error', error);
	} finally {
		emitter[CAPTURES] = true;
	}
}

/** @param {unknown} error */
function unhandled(error) {
	if (error instanceof Error) return error;
	const text = typeof error === 'string' ? `'${error}'` : String(error);
	return with_code(
		Object.assign(new Error(`Unhandled error. (${text})`), { context: error }),
		'ERR_UNHANDLED_ERROR'
	);
}
