/** @import { Host } from '../host.js' */
import { unflatten } from 'devalue';
import { deserialize_error } from '../errors.js';

/**
 * A value that a server load has not awaited. It is requested of Python when code here waits for it: a universal load,
 * or a component of an app with asynchronous rendering. Svelte's `{#await}` does not: it calls `then` without a function
 * for the value, and shows its pending branch.
 */
export class StreamedPromise extends Promise {
	/**
	 * `then` returns an ordinary promise.
	 *
	 * @override
	 */
	static get [Symbol.species]() {
		return Promise;
	}

	/** @type {(() => void) | null} */
	#ask;

	/** @param {() => Promise<any>} ask any: the app's value */
	constructor(ask) {
		/** @type {[(value: any) => void, (reason: unknown) => void]} */
		let settle;
		super((...both) => (settle = both));
		this.#ask = () => ask().then(...settle);
	}

	/**
	 * @override
	 * @param {((value: any) => any) | null} [fulfilled]
	 * @param {((reason: any) => any) | null} [rejected]
	 */
	// oxlint-disable-next-line unicorn/no-thenable -- it is a promise
	then(fulfilled, rejected) {
		if (typeof fulfilled === 'function') this.#begin();
		return super.then(fulfilled, rejected);
	}

	/**
	 * @override
	 * @param {((reason: any) => any) | null} [rejected]
	 */
	catch(rejected) {
		this.#begin();
		return super.then(undefined, rejected);
	}

	#begin() {
		const ask = this.#ask;
		this.#ask = null;
		ask?.();
	}
}

/**
 * @param {Host} host
 * @param {Record<string, (value: any) => unknown>} decoders of the app's own types
 * @returns {Record<string, (value: any) => unknown>} the revivers for `unflatten`: the decoders, and one for the numbers
 *   of streamed values
 */
export function revivers(host, decoders) {
	const all = {
		...decoders,
		Promise: (/** @type {number} */ number) => new StreamedPromise(() => ask(number))
	};

	/** @param {number} number */
	async function ask(number) {
		const { value, error } = await host.ask({ kind: 'promise', number });
		if (error) throw deserialize_error(error);
		return unflatten(value, all);
	}

	return all;
}
