/**
 * An iterator of pairs, which sees what is changed during an iteration.
 *
 * @typedef {(pair: [string, unknown]) => unknown} Pick what the iterator gives of a pair
 */

/** @type {(prototype: object, pairs: () => Array<[string, unknown]>, pick: Pick) => object} */
let create;

/** The state of an iterator; its prototype is that of its class. */
class State {
	#pairs;
	#pick;
	#at = 0;

	/**
	 * @param {() => Array<[string, unknown]>} pairs
	 * @param {Pick} pick
	 */
	constructor(pairs, pick) {
		this.#pairs = pairs;
		this.#pick = pick;
	}

	next() {
		const pairs = this.#pairs();
		if (this.#at >= pairs.length) return { value: undefined, done: true };
		return { value: this.#pick(pairs[this.#at++]), done: false };
	}

	static {
		create = (prototype, pairs, pick) => Object.setPrototypeOf(new State(pairs, pick), prototype);
	}
}

/**
 * Give a class the methods of an iterable of pairs, `entries`, `keys`, `values`, `forEach` and `Symbol.iterator`
 * (https://webidl.spec.whatwg.org/#js-iterable).
 *
 * @template {object} Instance
 * @param {{ prototype: Instance }} type
 * @param {string} name of the class
 * @param {(instance: Instance) => Array<[string, unknown]>} pairs_of throws a TypeError for other objects
 */
export function define_iteration(type, name, pairs_of) {
	const prototype = Object.create(Iterator.prototype, {
		next: { value: State.prototype.next, writable: true, enumerable: true, configurable: true },
		[Symbol.toStringTag]: { value: `${name} Iterator`, configurable: true }
	});
	const iterate = (/** @type {Instance} */ instance, /** @type {Pick} */ pick) => {
		pairs_of(instance);
		return create(prototype, () => pairs_of(instance), pick);
	};
	const methods = {
		/** @this {Instance} */
		entries() {
			return iterate(this, ([key, value]) => [key, value]);
		},
		/** @this {Instance} */
		keys() {
			return iterate(this, ([key]) => key);
		},
		/** @this {Instance} */
		values() {
			return iterate(this, ([, value]) => value);
		},
		/**
		 * @this {Instance}
		 * @param {(value: unknown, name: string, instance: Instance) => void} callback
		 * @param {unknown} [receiver]
		 */
		forEach(callback, receiver) {
			if (typeof callback !== 'function') throw new TypeError(`${name}.forEach takes a function`);
			for (let i = 0; i < pairs_of(this).length; i += 1) {
				const [key, value] = pairs_of(this)[i];
				callback.call(receiver, value, key, this);
			}
		}
	};
	Object.assign(type.prototype, methods);
	Object.defineProperty(type.prototype, Symbol.iterator, {
		value: methods.entries,
		writable: true,
		configurable: true
	});
}
