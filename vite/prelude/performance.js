import { checked_options, require_arguments } from './arguments.js';
import { per_render } from './per_render.js';
import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';

/** @type {(performance: Performance) => Set<(entry: PerformanceEntry) => void>} those who are told of each new entry */
export let listeners_of;

/** An entry of the timeline (https://w3c.github.io/performance-timeline/#the-performanceentry-interface). */
export class PerformanceEntry {
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
	constructor(name, options = {}) {
		require_arguments('PerformanceMark', arguments.length, 1);
		const { detail = null, startTime = now() } = checked_options('a mark', options);
		super(OWN, { name: `${name}`, entryType: 'mark', startTime: checked_time(startTime), duration: 0 });
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
export class Performance extends EventTarget {
	/** @type {PerformanceEntry[]} */
	#entries = [];

	/** @type {Set<(entry: PerformanceEntry) => void>} */
	#listeners = new Set();

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
		this.#add(mark);
		return mark;
	}

	/**
	 * @param {string} name
	 * @param {string | PerformanceMeasureOptions | null} [start]
	 * @param {string} [end]
	 */
	measure(name, start, end) {
		require_arguments('performance.measure', arguments.length, 1);
		const options = typeof start === 'object' ? checked_measure(start ?? {}, end) : { start, end };
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
		this.#add(measure);
		return measure;
	}

	getEntries() {
		return sorted(this.#entries);
	}

	/**
	 * @param {string} name
	 * @param {string} [type]
	 */
	getEntriesByName(name, type) {
		require_arguments('performance.getEntriesByName', arguments.length, 1);
		return named(this.getEntries(), name, type);
	}

	/** @param {string} type */
	getEntriesByType(type) {
		require_arguments('performance.getEntriesByType', arguments.length, 1);
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

	static {
		listeners_of = (performance) => performance.#listeners;
	}

	/** @param {PerformanceEntry} entry */
	#add(entry) {
		this.#entries.push(entry);
		for (const tell of this.#listeners) tell(entry);
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
		if (typeof mark === 'number') return checked_time(mark);
		const found = this.#entries.findLast(({ name, entryType }) => entryType === 'mark' && name === mark);
		if (!found) throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
		return found.startTime;
	}
}

/** @param {PerformanceEntry[]} entries */
export const sorted = (entries) => entries.toSorted((a, b) => a.startTime - b.startTime);

/**
 * @param {PerformanceEntry[]} entries
 * @param {string} name
 * @param {string} [type]
 */
export const named = (entries, name, type) =>
	entries.filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type));

/**
 * https://w3c.github.io/user-timing/#measure-method
 *
 * @param {PerformanceMeasureOptions} options
 * @param {string | undefined} end
 */
function checked_measure(options, end) {
	if (end !== undefined && Object.keys(options).length > 0)
		throw new TypeError('measure takes either options or the name of a mark for the end');
	if (options.start !== undefined && options.duration !== undefined && options.end !== undefined)
		throw new TypeError('measure takes two of the options start, duration and end');
	return end === undefined ? options : { ...options, end };
}

/** @param {unknown} time */
function checked_time(time) {
	const number = Number(time);
	if (!Number.isFinite(number) || number < 0)
		throw new TypeError(`the time of a mark is a number that is not negative, and not ${time}`);
	return number;
}

expose({
	Performance,
	PerformanceEntry,
	PerformanceMark,
	PerformanceMeasure
});

for (const { name, prototype } of [PerformanceEntry, PerformanceMark, PerformanceMeasure])
	Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });

per_render.performance = () => new Performance(OWN);
