/** @import { Host } from './host.js' */

const LEVELS = {
	log: 'info',
	info: 'info',
	dir: 'info',
	table: 'info',
	debug: 'debug',
	trace: 'debug',
	warn: 'warning',
	error: 'error'
};
const SILENT = [
	'group',
	'groupCollapsed',
	'groupEnd',
	'time',
	'timeLog',
	'timeEnd',
	'count',
	'countReset',
	'clear'
];

/**
 * The part of a host that a console needs.
 *
 * @typedef {Pick<Host, 'log' | 'map_stack'>} Log
 */

/** @typedef {(...values: unknown[]) => void} Method */

/**
 * The console of one render: its lines travel to Python with the page, and into the server's log. Its methods work
 * without it too, as in `promise.catch(console.error)`: each is made when it is read.
 */
export class Console {
	/** private, because the render's code has the console */
	#host;

	/** @param {Log} host */
	constructor(host) {
		this.#host = host;
	}

	static {
		for (const [name, level] of Object.entries(LEVELS)) {
			define(name, (console) => (...values) => {
				const host = console.#host;
				host.log(level, values.map((value) => show(value, host)).join(' '));
			});
		}
		for (const name of SILENT) define(name, () => () => {});
		define('assert', (console) => (condition, ...values) => {
			const { error } = /** @type {Record<string, Method>} */ (/** @type {unknown} */ (console));
			if (!condition) error('Assertion failed', ...values);
		});

		/**
		 * @param {string} name
		 * @param {(console: Console) => Method} create
		 */
		function define(name, create) {
			Object.defineProperty(Console.prototype, name, {
				/** @this {Console} */
				get() {
					return create(this);
				},
				/** @this {Console} */
				set(value) {
					Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
				},
				enumerable: true
			});
		}
	}
}

/**
 * @param {unknown} value
 * @param {Log} host
 * @returns {string}
 */
function show(value, host) {
	if (typeof value === 'string') return value;
	try {
		if (value instanceof Error) return host.map_stack(String(value.stack ?? value));
		return (typeof value === 'object' && JSON.stringify(value)) || String(value);
	} catch {
		return `[${typeof value}]`; // its properties cannot be read: that throws
	}
}
