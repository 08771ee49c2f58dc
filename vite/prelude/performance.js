import { require_arguments } from './arguments.js';
import { per_render } from './per_render.js';
import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';

/** An entry of the timeline (https://w3c.github.io/performance-timeline/#the-performanceentry-interface). */
class PerformanceEntry {
	#facts;

	/**
	 * @param {unknown} key
	 * @param {{ name: string, entryType: string, startTime: number, duration: number }} facts
	 */
	constructor(key, facts) {
		require_own(key);
		this.#facts = facts;
	}

	get name() {
		return this.#facts.name;
	}

	get entryType() {
		return this.#facts.entryType;
	}

	get startTime() {
		return this.#facts.startTime;
	}

	get duration() {
		return this.#facts.duration;
	}

	/** @returns {Record<string, unknown>} */
	toJSON() {
		return { ...this.#facts };
	}
}

class PerformanceMark extends PerformanceEntry {
	#detail;

	/**
	 * @param {string} name
	 * @param {PerformanceMarkOptions} [options]
	 */
	constructor(name, { startTime = performance.now(), detail = null } = {}) {
		require_arguments('PerformanceMark', arguments.length, 1);
		if (startTime < 0) throw new TypeError('the time of a mark is not negative');
		super(OWN, { name: `${name}`, entryType: 'mark', startTime, duration: 0 });
		this.#detail = structuredClone(detail);
	}

	get detail() {
		return this.#detail;
	}

	/** @override */
	toJSON() {
		return { ...super.toJSON(), detail: this.#detail };
	}
}

class PerformanceMeasure extends PerformanceEntry {
	#detail;

	/**
	 * @param {unknown} key
	 * @param {{ name: string, startTime: number, duration: number }} facts
	 * @param {unknown} detail
	 */
	constructor(key, facts, detail) {
		super(key, { ...facts, entryType: 'measure' });
		this.#detail = structuredClone(detail);
	}

	get detail() {
		return this.#detail;
	}

	/** @override */
	toJSON() {
		return { ...super.toJSON(), detail: this.#detail };
	}
}

const { now, timeOrigin } = globalThis.performance;

/** The clock and the timeline of one render (https://w3c.github.io/user-timing/). */
class Performance extends EventTarget {
	/** @type {PerformanceEntry[]} */
	#entries = [];

	/** @param {unknown} key */
	constructor(key) {
		require_own(key);
		super();
	}

	get timeOrigin() {
		return timeOrigin;
	}

	now() {
		return now();
	}

	/**
	 * @param {string} name
	 * @param {PerformanceMarkOptions} [options]
	 */
	mark(name, options) {
		require_arguments('performance.mark', arguments.length, 1);
		const mark = new PerformanceMark(name, options);
		this.#entries.push(mark);
		return mark;
	}

	/**
	 * @param {string} name
	 * @param {string | PerformanceMeasureOptions} [start]
	 * @param {string} [end]
	 */
	measure(name, start, end) {
		const options = typeof start === 'object' && start !== null ? start : { start, end };
		const { detail = null, duration } = options;
		const finish =
			options.end === undefined && duration !== undefined ? null : this.#time(options.end, now());
		const begin =
			options.start === undefined && duration !== undefined && finish !== null
				? finish - duration
				: this.#time(options.start, 0);
		const length = finish === null ? /** @type {number} */ (duration) : finish - begin;
		const measure = new PerformanceMeasure(
			OWN,
			{ name: `${name}`, startTime: begin, duration: length },
			detail
		);
		this.#entries.push(measure);
		return measure;
	}

	getEntries() {
		return this.#entries.toSorted((a, b) => a.startTime - b.startTime);
	}

	/**
	 * @param {string} name
	 * @param {string} [type]
	 */
	getEntriesByName(name, type) {
		return this.getEntries().filter((entry) => entry.name === name && (!type || entry.entryType === type));
	}

	/** @param {string} type */
	getEntriesByType(type) {
		return this.getEntries().filter(({ entryType }) => entryType === type);
	}

	/** @param {string} [name] */
	clearMarks(name) {
		this.#clear('mark', name);
	}

	/** @param {string} [name] */
	clearMeasures(name) {
		this.#clear('measure', name);
	}

	toJSON() {
		return { timeOrigin };
	}

	get [Symbol.toStringTag]() {
		return 'Performance';
	}

	/**
	 * @param {string} type
	 * @param {string} [name]
	 */
	#clear(type, name) {
		this.#entries = this.#entries.filter(
			(entry) => entry.entryType !== type || (name !== undefined && entry.name !== name)
		);
	}

	/**
	 * @param {string | number | undefined} mark a time, or the name of a mark
	 * @param {number} otherwise
	 * @returns {number}
	 */
	#time(mark, otherwise) {
		if (mark === undefined) return otherwise;
		if (typeof mark === 'number') return mark;
		const found = this.#entries.findLast(({ name, entryType }) => entryType === 'mark' && name === mark);
		if (!found) throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
		return found.startTime;
	}
}

/** An observer that nothing is reported to: a render ends before anybody would look. */
class PerformanceObserver {
	/** @type {readonly string[]} */
	static supportedEntryTypes = Object.freeze([]);

	/** @param {unknown} callback */
	constructor(callback) {
		if (typeof callback !== 'function') throw new TypeError('PerformanceObserver takes a function');
	}

	observe() {}

	disconnect() {}

	takeRecords() {
		return [];
	}
}

/** What an observer is given; there are no instances. */
class PerformanceObserverEntryList {
	constructor() {
		throw new TypeError('Illegal constructor');
	}
}

expose({
	Performance,
	PerformanceEntry,
	PerformanceMark,
	PerformanceMeasure,
	PerformanceObserver,
	PerformanceObserverEntryList
});

per_render.performance = () => new Performance(OWN);
