/**
 * The parts of a URL that kit's `$app/paths` reads while rendering, without parsing it: Python has already normalised
 * the URL, and a full parse costs as much as a small page.
 */
export class LightUrl {
	/** @param {string} href */
	constructor(href) {
		this.href = href;
	}

	get origin() {
		return this.href.slice(0, this.#path_start);
	}

	get pathname() {
		const path = this.href.slice(this.#path_start);
		const end = path.search(/[?#]/);
		return end < 0 ? path : path.slice(0, end);
	}

	get #path_start() {
		return this.href.indexOf('/', this.href.indexOf('//') + 2);
	}
}
