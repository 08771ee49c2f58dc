import { abort_error, check_signal, invalid_type } from './node_error.js';

/**
 * Wait for an event.
 *
 * @param {any} emitter any: an EventEmitter or an EventTarget
 * @param {string | symbol} name
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<unknown[]>} its arguments
 */
export async function once(emitter, name, { signal } = {}) {
	check_signal(signal);
	if (signal?.aborted) throw abort_error(signal);
	const { promise, resolve, reject } = Promise.withResolvers();
	const listeners = new DisposableStack();
	/** @param {any} source @param {string | symbol} event @param {(args: any[]) => void} settle any: what it passes */
	const listen = (source, event, settle) => {
		const listener = (/** @type {any[]} */ ...args) => {
			listeners.dispose();
			settle(args);
		};
		listeners.defer(listening(source, event, listener));
	};
	listen(emitter, name, resolve);
	// an EventTarget has no such event
	if (name !== 'error' && typeof emitter.on === 'function')
		listen(emitter, 'error', ([error]) => reject(error));
	if (signal) listen(signal, 'abort', () => reject(abort_error(signal)));
	return promise;
}

/**
 * Add a listener.
 *
 * @param {any} emitter any: as above
 * @param {string | symbol} name
 * @param {(...args: any[]) => void} listener
 * @returns {() => void} what removes it
 */
export function listening(emitter, name, listener) {
	if (typeof emitter?.on === 'function') {
		emitter.on(name, listener);
		return () => emitter.removeListener(name, listener);
	}
	if (typeof emitter?.addEventListener !== 'function')
		throw invalid_type('emitter', 'an instance of EventEmitter', emitter);
	emitter.addEventListener(name, listener);
	return () => emitter.removeEventListener(name, listener);
}
