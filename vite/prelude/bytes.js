/**
 * The bytes of a BufferSource (https://webidl.spec.whatwg.org/#BufferSource); no copy. A buffer that has been transferred
 * has none (https://webidl.spec.whatwg.org/#dfn-get-buffer-source-copy).
 *
 * @param {ArrayBufferLike | ArrayBufferView} data
 * @returns {Uint8Array<any>} any: of whichever kind of buffer
 */
export function bytes_of(data) {
	const buffer = ArrayBuffer.isView(data) ? data.buffer : data;
	if (/** @type {{ detached?: boolean }} */ (buffer).detached) return new Uint8Array();
	return ArrayBuffer.isView(data)
		? new Uint8Array(buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(buffer);
}

/**
 * @param {unknown} data
 * @returns {data is ArrayBuffer | ArrayBufferView}
 */
export const is_buffer_source = (data) => ArrayBuffer.isView(data) || data instanceof ArrayBuffer;

/**
 * @param {string} what takes the data
 * @param {unknown} data
 * @throws {TypeError} if they are no bytes
 */
export function checked_bytes(what, data) {
	if (!is_buffer_source(data)) throw new TypeError(`${what} takes an ArrayBuffer or a view of one`);
	return bytes_of(data);
}
