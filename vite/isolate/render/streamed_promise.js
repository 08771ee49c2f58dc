/** @import { Host } from '../host.js' */
import { unflatten } from 'devalue';
import { thrown } from '../errors.js';

/**
 * A value that a server load has not awaited. Python is asked for it when somebody here waits for it: a universal
 * load, or a component of an app with asynchronous SSR. Svelte's `{#await}` does not: it calls `then` without a
 * function for the value, and shows its pending branch.
 */
export class Streamed extends Promise {
	/** what `then` returns is no value of a load */
	static get [Symbol.species]() {
		return Promise;
	}

	/** @type {(() => void) | null} */
	#ask;

	/** @param {() => Promise<any>} ask */
	constructor(ask) {
		let settle;
		super((...both) => (settle = both));
		this.#ask = () => ask().then(...settle);
	}

	then(fulfilled, rejected) {
		if (typeof fulfilled === 'function') this.#begin();
		return super.then(fulfilled, rejected);
	}

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
 * @param {Record<string, (value: any) => any>} decoders of the app's own types
 * @returns what `unflatten` takes: the decoders, and one for the numbers of streamed values
 */
export function revivers(host, decoders) {
	const all = { ...decoders, Promise: (number) => new Streamed(() => ask(number)) };

	async function ask(number) {
		const { value, error } = await host.ask({ kind: 'promise', number });
		if (error) throw thrown(error);
		return unflatten(value, all);
	}

	return all;
}
