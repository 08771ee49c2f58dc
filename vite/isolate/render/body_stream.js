/**
 * The body of a response, for loads that read it themselves. It has the part of `ReadableStream`, which V8 lacks, that
 * they need, with a single chunk, because Python has fetched the whole body.
 */
export class BodyStream {
	/** @type {Promise<Uint8Array> | null} */
	#bytes;

	locked = false;

	/** @param {Promise<Uint8Array>} bytes */
	constructor(bytes) {
		this.#bytes = bytes;
	}

	getReader() {
		if (this.locked) throw new TypeError('The stream is locked to a reader already');
		this.locked = true;
		return {
			read: () => this.#read(),
			cancel: () => this.cancel(),
			releaseLock: () => void (this.locked = false)
		};
	}

	async cancel() {
		this.#bytes = null;
	}

	async *[Symbol.asyncIterator]() {
		const reader = this.getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
	}

	async #read() {
		const bytes = this.#bytes;
		this.#bytes = null;
		const value = await bytes;
		return value?.length ? { done: false, value } : { done: true, value: undefined };
	}
}
