/** @import { Host } from './host.js' */

const LEVELS = { log: 'info', info: 'info', dir: 'info', table: 'info', debug: 'debug', trace: 'debug', warn: 'warning', error: 'error' };
const SILENT = ['group', 'groupCollapsed', 'groupEnd', 'time', 'timeLog', 'timeEnd', 'count', 'countReset', 'clear'];

/**
 * The console of one render: its lines travel to Python with the page, and end in the server's log.
 */
export class Console {
	/** @param {Host} host */
	constructor(host) {
		this.host = host;
	}

	assert(condition, ...values) {
		if (!condition) this.error('Assertion failed', ...values);
	}
}

for (const [name, level] of Object.entries(LEVELS)) {
	Console.prototype[name] = function (...values) {
		this.host.log(level, values.map((value) => show(value, this.host)).join(' '));
	};
}
for (const name of SILENT) Console.prototype[name] = () => {};

/**
 * @param {unknown} value
 * @param {Host} host
 * @returns {string}
 */
function show(value, host) {
	if (typeof value === 'string') return value;
	try {
		if (value instanceof Error) return host.locate(String(value.stack ?? value));
		return (typeof value === 'object' && JSON.stringify(value)) || String(value);
	} catch {
		return `[${typeof value}]`; // it cannot be looked at: that throws
	}
}
