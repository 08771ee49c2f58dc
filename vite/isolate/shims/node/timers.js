import { abort_error, check_signal, invalid_type } from './node_error.js';

/** @typedef {{ signal?: AbortSignal, ref?: boolean }} Options */

/** What Node's `timers` has besides the render's own timers. */
export const create = () => ({
	promises: {
		scheduler: {
			wait: (/** @type {number} */ ms, /** @type {Options} */ options) => timeout(ms, undefined, options),
			yield: () => immediate()
		},
		setImmediate: immediate,
		setInterval: interval,
		setTimeout: timeout
	}
});

/**
 * @template T
 * @param {number} [ms]
 * @param {T} [value]
 * @param {Options} [options]
 */
export function timeout(ms, value, options) {
	if (ms !== undefined && typeof ms !== 'number')
		return Promise.reject(invalid_type('delay', 'of type number', ms));
	return wait((done) => setTimeout(done, ms), clearTimeout, value, options);
}

/**
 * @template T
 * @param {T} [value]
 * @param {Options} [options]
 */
export function immediate(value, options) {
	return wait(setImmediate, clearImmediate, value, options);
}

/**
 * @template T
 * @param {(done: () => void) => unknown} start
 * @param {(id: any) => void} stop any: what `start` returns
 * @param {T} value
 * @param {Options} [options]
 * @returns {Promise<T>}
 */
function wait(start, stop, value, options = {}) {
	try {
		check(options);
	} catch (error) {
		return Promise.reject(error);
	}
	const { signal } = options;
	if (signal?.aborted) return Promise.reject(abort_error(signal));
	const { promise, resolve, reject } = Promise.withResolvers();
	const abort = () => {
		stop(id);
		reject(abort_error(/** @type {AbortSignal} */ (signal)));
	};
	const id = start(() => {
		signal?.removeEventListener('abort', abort);
		resolve(value);
	});
	signal?.addEventListener('abort', abort, { once: true });
	return promise;
}

/**
 * @param {number} [ms]
 * @param {unknown} [value]
 * @param {Options} [options]
 * @yields {unknown} the value, again and again
 */
async function* interval(ms, value, options) {
	for (;;) {
		await timeout(ms, undefined, options);
		yield value;
	}
}

/** @param {Options} options */
function check(options) {
	if (Object(options) !== options) throw invalid_type('options', 'of type object', options);
	check_signal(options.signal);
	if (options.ref !== undefined && typeof options.ref !== 'boolean')
		throw invalid_type('options.ref', 'of type boolean', options.ref);
}
