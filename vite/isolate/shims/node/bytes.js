/**
 * The bytes of what Node's functions take for data; no copy. Not prelude/bytes.js: renders would share that.
 *
 * @param {ArrayBufferLike | ArrayBufferView} data
 * @returns {Uint8Array<any>} any: of whichever kind of buffer
 */
export const bytes_of = (data) =>
	ArrayBuffer.isView(data)
		? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(data);

/**
 * @param {unknown} data
 * @returns {data is ArrayBuffer | ArrayBufferView}
 */
export const is_buffer_source = (data) =>
	ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof SharedArrayBuffer;
