/** @import { Performance, PerformanceEntry } from './performance.js' */
import { checked_options, require_arguments } from './arguments.js';
import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';
import { per_render } from './per_render.js';
import { listeners_of, named, sorted } from './performance.js';

/** what a timeline has here, by the names that the standard has for it; others are never reported, as the standard wants */
const TYPES = Object.freeze(['mark', 'measure']);

/**
 * What an observer's callback is given
 * (https://w3c.github.io/performance-timeline/#performanceobserverentrylist-interface).
 */
class PerformanceObserverEntryList {
	#entries;

	/**
	 * @param {unknown} key
	 * @param {PerformanceEntry[]} entries
	 */
	constructor(key, entries) {
		require_own(key);
		this.#entries = sorted(entries);
	}

	getEntries() {
		return [...this.#entries];
	}

	/**
	 * @param {string} name
	 * @param {string} [type]
	 */
	getEntriesByName(name, type) {
		require_arguments('getEntriesByName', arguments.length, 1);
		return named(this.#entries, name, type);
	}

	/** @param {string} type */
	getEntriesByType(type) {
		require_arguments('getEntriesByType', arguments.length, 1);
		return this.#entries.filter(({ entryType }) => entryType === `${type}`);
	}
}

/** @typedef {{ performance: Performance, setTimeout(callback: () => void, ms: number): unknown }} Globals of a render */

/**
 * An observer of a render's timeline (https://w3c.github.io/performance-timeline/#performanceobserver-interface). It is told
 * in a task of the render; after its end, of nothing.
 */
class Observer {
	static supportedEntryTypes = TYPES;

	#globals;
	#callback;

	/** @type {PerformanceEntry[]} */
	#queue = [];

	/** @type {Set<string>} */
	#types = new Set();

	/** @type {'type' | 'entryTypes' | null} by which option it observes: only one may be used */
	#option = null;

	#is_waiting = false;

	#listener = (/** @type {PerformanceEntry} */ entry) => {
		if (this.#types.has(entry.entryType)) this.#add([entry]);
	};

	/**
	 * @param {Globals} globals
	 * @param {(list: PerformanceObserverEntryList, observer: Observer) => void} callback
	 */
	constructor(globals, callback) {
		if (typeof callback !== 'function') throw new TypeError('PerformanceObserver takes a function');
		this.#globals = globals;
		this.#callback = callback;
	}

	/** @param {{ type?: string, entryTypes?: Iterable<string>, buffered?: boolean }} [options] */
	observe(options) {
		const { type, entryTypes, buffered } = checked_options('an observer', options);
		const option = type === undefined ? 'entryTypes' : 'type';
		if (type === undefined && entryTypes === undefined)
			throw new TypeError('observe takes the option type or entryTypes');
		if (entryTypes !== undefined && (type !== undefined || buffered !== undefined))
			throw new TypeError('observe takes no other option together with entryTypes');
		if (this.#option !== null && this.#option !== option)
			throw new DOMException(`the observer uses ${this.#option} already`, 'InvalidModificationError');
		this.#option = option;
		const types = entryTypes === undefined ? [...this.#types, `${type}`] : [...entryTypes].map(String);
		this.#types = new Set(types.filter((each) => TYPES.includes(each)));
		listeners_of(this.#globals.performance).add(this.#listener);
		if (buffered) this.#add(this.#globals.performance.getEntriesByType(`${type}`));
	}

	disconnect() {
		listeners_of(this.#globals.performance).delete(this.#listener);
		this.#option = null;
		this.#types.clear();
		this.#queue = [];
	}

	takeRecords() {
		return this.#queue.splice(0);
	}

	/** @param {PerformanceEntry[]} entries */
	#add(entries) {
		this.#queue.push(...entries);
		if (this.#is_waiting || entries.length === 0) return;
		this.#is_waiting = true;
		this.#globals.setTimeout(() => this.#tell(), 0);
	}

	#tell() {
		this.#is_waiting = false;
		const entries = this.takeRecords();
		if (entries.length > 0) this.#callback(new PerformanceObserverEntryList(OWN, entries), this);
	}
}

per_render.PerformanceObserver = (globals) => {
	const type = class extends Observer {
		/** @param {ConstructorParameters<typeof Observer>[1]} callback */
		constructor(callback) {
			super(globals, callback);
		}
	};
	return Object.defineProperty(type, 'name', { value: 'PerformanceObserver' });
};

// the first one is hidden by each render's own; the realm must contain it, because only what it contains is frozen
expose({ PerformanceObserver: Observer, PerformanceObserverEntryList });
