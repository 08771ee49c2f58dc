/** @import { CustomPayload, HotPayload, NormalizedHotChannel } from 'vite' */

/** Tells browsers what Python says, and tells what is still true to pages that connect later. */
export class Messages {
	#hot;
	/** @type {CustomPayload | null} what the state guard found last */
	#findings = null;
	/** @type {HotPayload | null} a mistake in the app's files */
	#mistake = null;
	/** @type {CustomPayload | null} that there is a new version of the app, with its number */
	#refresh = null;

	/** @param {NormalizedHotChannel} hot */
	constructor(hot) {
		this.#hot = hot;
		hot.on('lissome:connected', (_, client) => {
			if (this.#findings) client.send(this.#findings);
			if (this.#mistake) client.send(this.#mistake);
		});
		// from a page that an older version has made, and that was not connected yet when this one came
		hot.on('lissome:version', (version, client) => {
			if (this.#refresh && version < this.#refresh.data) client.send(this.#refresh);
		});
	}

	/** @param {HotPayload} message */
	tell(message) {
		if (message.type === 'custom' && message.event === 'lissome:findings') this.#findings = message;
		if (message.type === 'custom' && message.event === 'lissome:refresh') this.#refresh = message;
		if (message.type === 'custom' && message.event === 'lissome:mistake') {
			this.#mistake = message.data;
			if (this.#mistake) this.#hot.send(this.#mistake);
			return;
		}
		this.#hot.send(message);
	}
}
