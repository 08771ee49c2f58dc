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

/**
 * The console of one render: its lines travel to Python with the page, and into the server's log.
 */
export class Console {
	/** @param {Log} host */
	constructor(host) {
		this.host = host;
	}

	/**
	 * @param {unknown} condition
	 * @param {...unknown} values
	 */
	assert(condition, ...values) {
		if (!condition) /** @type {Record<string, any>} */ (this).error('Assertion failed', ...values);
	}
}

for (const [name, level] of Object.entries(LEVELS)) {
	define(name, function (...values) {
		this.host.log(level, values.map((value) => show(value, this.host)).join(' '));
	});
}
for (const name of SILENT) define(name, () => {});

/**
 * @param {string} name
 * @param {(this: Console, ...values: unknown[]) => void} method
 */
function define(name, method) {
	Object.assign(Console.prototype, { [name]: method });
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
