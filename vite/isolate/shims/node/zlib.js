/** @typedef {string | ArrayBuffer | ArrayBufferView} Data */
/** @typedef {import('pako').DeflateOptions & import('pako').InflateOptions} Options */

/**
 * What of Node's `zlib` works on whole data: the package `pako`, which is loaded when it is needed.
 *
 * @param {{ load: () => typeof import('pako') }} lazy
 */
export function create({ load }) {
	/** @type {Record<string, (data: Uint8Array, options: any) => any>} any: options of its direction; bytes, for no text is asked for */
	const functions = {
		deflate: (data, options) => load().deflate(data, options),
		deflateRaw: (data, options) => load().deflateRaw(data, options),
		gunzip: (data, options) => load().ungzip(data, { ...options, windowBits: 31 }),
		gzip: (data, options) => load().gzip(data, options),
		inflate: (data, options) => load().inflate(data, { ...options, windowBits: 15 }),
		inflateRaw: (data, options) => load().inflateRaw(data, options),
		unzip: (data, options) => load().ungzip(data, options)
	};
	return Object.fromEntries(
		Object.entries(functions).flatMap(([name, fn]) => {
			const sync = (/** @type {Data} */ data, /** @type {Options} */ options = {}) =>
				buffer_of(fn(bytes_of(data), options));
			return [
				[`${name}Sync`, sync],
				[name, called_back(sync)]
			];
		})
	);
}

/** @param {Data} data */
function bytes_of(data) {
	if (typeof data === 'string') return Buffer.from(data);
	return ArrayBuffer.isView(data)
		? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(data);
}

/** @param {Uint8Array} bytes */
const buffer_of = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

/** @param {(data: Data, options?: Options) => unknown} sync */
const called_back =
	(sync) =>
	(/** @type {Data} */ data, /** @type {any[]} */ ...rest) => {
		const callback = rest.pop();
		let result;
		try {
			result = sync(data, ...rest);
		} catch (error) {
			queueMicrotask(() => callback(error));
			return;
		}
		queueMicrotask(() => callback(null, result));
	};
