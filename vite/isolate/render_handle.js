/** @import { Host } from './host.js' */

/** characters of an address; servers take no longer one */
const MAX_URL = 65_536;

/**
 * All that the modules of a render can reach of their host: any of them can, since it is a parameter of their functions
 * (loader/module_parameters.js). The host itself is out of reach, because lissome's own code calls its methods.
 */
export class RenderHandle {
	/** @type {Host} */
	#host;

	/** @param {Host} host */
	constructor(host) {
		this.#host = host;
	}

	/** kit's RequestStore, once the render has begun */
	get request() {
		return this.#host.request;
	}

	/** @param {unknown} url a text, or nothing, which no route matches */
	async match(url) {
		const text = url === undefined || url === null ? undefined : String(url);
		if (text !== undefined && text.length > MAX_URL)
			throw new TypeError(`an address may have ${MAX_URL} characters, and not ${text.length}`);
		return this.#host.ask({ kind: 'match', url: text });
	}
}
