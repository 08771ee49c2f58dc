import { abort_error, check_signal, invalid_type } from './node_error.js';
import { listening } from './events_once.js';

/** @typedef {{ signal?: AbortSignal, close?: string[] }} Options */

/**
 * Iterate over the events of an emitter, each as the array of its arguments.
 *
 * @param {any} emitter any: an EventEmitter or an EventTarget
 * @param {string | symbol} name
 * @param {Options} [options]
 */
export function on(emitter, name, options) {
	check_signal(options?.signal);
	if (options?.signal?.aborted) throw abort_error(options.signal);
	return new Events(emitter, name, options);
}

class Events {
	/** @type {unknown[][]} events that nobody has asked for yet */
	#events = [];

	/** @type {Array<PromiseWithResolvers<IteratorResult<unknown[], undefined>>>} those who wait for the next ones */
	#waiting = [];

	/** @type {Array<{ error: unknown }>} an error that nobody has been told yet */
	#errors = [];

	#is_done = false;
	#disposables = new DisposableStack();

	/**
	 * @param {any} emitter any: as above
	 * @param {string | symbol} name
	 * @param {Options} [options]
	 */
	constructor(emitter, name, { signal, close = [] } = {}) {
		this.#listen(emitter, name, (...event) => this.#add(event));
		if (emitter.on && name !== 'error') this.#listen(emitter, 'error', (error) => this.#fail(error));
		for (const each of close) this.#listen(emitter, each, () => this.#end());
		if (signal) this.#listen(signal, 'abort', () => this.#fail(abort_error(signal)));
	}

	/**
	 * @param {any} emitter any: as above
	 * @param {string | symbol} name
	 * @param {(...event: unknown[]) => void} listener
	 */
	#listen(emitter, name, listener) {
		this.#disposables.defer(listening(emitter, name, listener));
	}

	/** @param {unknown[]} event */
	#add(event) {
		const next = this.#waiting.shift();
		if (next) next.resolve({ value: event, done: false });
		else this.#events.push(event);
	}

	/** @param {unknown} error */
	#fail(error) {
		const next = this.#waiting.shift();
		if (next) next.reject(error);
		else this.#errors.push({ error });
		this.#end();
	}

	#end() {
		this.#is_done = true;
		this.#disposables.dispose();
		for (const each of this.#waiting.splice(0)) each.resolve({ value: undefined, done: true });
	}

	/** @returns {Promise<IteratorResult<unknown[], undefined>>} */
	async next() {
		const value = this.#events.shift();
		if (value) return { value, done: false };
		const failure = this.#errors.shift();
		if (failure) throw failure.error;
		if (this.#is_done) return { value: undefined, done: true };
		const next = Promise.withResolvers();
		this.#waiting.push(next);
		return next.promise;
	}

	async return() {
		this.#end();
		return { value: undefined, done: true };
	}

	/** @param {unknown} error */
	throw(error) {
		if (!(error instanceof Error)) throw invalid_type('EventEmitter.AsyncIterator', 'of type Error', error);
		this.#fail(error);
	}

	[Symbol.asyncIterator]() {
		return this;
	}
}
