/** @import { Answer } from './types.js' */

const URL = `${import.meta.env.BASE_URL}__lissome/inspector`;
/** as many as Python remembers */
const MOST = 50;

/**
 * The requests of this tab. The browser keeps the Server-Timing header of each response, the page's own included; the
 * metric `lissome` has the id by which Python knows the request. So nothing is added to requests, and other tabs'
 * requests stay unknown. Where browsers keep these headers from pages (some do without https, but not at localhost)
 * there are none.
 */
export class OwnRequests {
	/** @type {string[]} the last ones, by their ids */
	#ids = [];

	/** @type {number | null} the time that the last page, or its data, took on the server, in milliseconds */
	last_ms = null;

	/** @param {() => void} on_change */
	constructor(on_change) {
		this.#see(performance.getEntriesByType('navigation'));
		const observer = new PerformanceObserver((list) => this.#see(list.getEntries()) && on_change());
		observer.observe({ type: 'resource', buffered: true });
	}

	get is_empty() {
		return this.#ids.length === 0;
	}

	/** @param {PerformanceEntryList} entries */
	#see(entries) {
		let is_new = false;
		for (const entry of /** @type {PerformanceResourceTiming[]} */ (entries)) {
			const own = entry.serverTiming?.find(({ name, description }) => name === 'lissome' && description);
			if (!own) continue;
			is_new = true;
			this.#ids = [...this.#ids, own.description].slice(-MOST);
			if (entry.entryType === 'navigation' || entry.name.includes('__data.json')) this.last_ms = own.duration;
		}
		return is_new;
	}

	/**
	 * Ask Python what it knows of them.
	 *
	 * @returns {Promise<Answer | null>} null if it does not answer now
	 */
	async ask() {
		const query = new URLSearchParams(this.#ids.map((id) => ['id', id]));
		try {
			const response = await fetch(`${URL}?${query}`);
			return response.ok ? await response.json() : null;
		} catch {
			return null;
		}
	}
}
