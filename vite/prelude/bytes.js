/**
 * The bytes of a BufferSource (https://webidl.spec.whatwg.org/#BufferSource); no copy.
 *
 * @param {ArrayBufferLike | ArrayBufferView} data
 * @returns {Uint8Array<any>} any: of whichever kind of buffer
 */
export const bytes_of = (data) =>
	ArrayBuffer.isView(data)
		? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(data);
