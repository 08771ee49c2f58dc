/** @typedef {AsyncIterable<string | Uint8Array>} Source */

/** Node's `stream/consumers`. */
export const create = () => ({
	arrayBuffer: async (/** @type {Source} */ source) => {
		const { buffer, byteOffset, byteLength } = await buffer_of(source);
		return buffer.slice(byteOffset, byteOffset + byteLength);
	},
	blob: async (/** @type {Source} */ source) => new Blob([await buffer_of(source)]),
	buffer: buffer_of,
	bytes: async (/** @type {Source} */ source) => new Uint8Array(await buffer_of(source)),
	json: async (/** @type {Source} */ source) => JSON.parse(await text_of(source)),
	text: text_of
});

/** @param {Source} source */
async function buffer_of(source) {
	const parts = [];
	for await (const part of source) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
	return Buffer.concat(parts);
}

/** @param {Source} source */
async function text_of(source) {
	const decoder = new TextDecoder();
	let text = '';
	for await (const part of source)
		text += typeof part === 'string' ? part : decoder.decode(part, { stream: true });
	return text + decoder.decode();
}
