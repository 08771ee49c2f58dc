import { Headers, Request, Response } from 'whatwg-fetch';

/**
 * The polyfill's methods for bodies; it keeps bytes and text apart.
 *
 * @typedef {object} PolyfillBody
 * @property {(body: unknown) => void} _initBody
 * @property {ArrayBuffer} [_bodyArrayBuffer] if the body is bytes
 * @property {() => Promise<string>} text
 * @property {() => Promise<ArrayBufferLike>} arrayBuffer
 */

/**
 * Repair the polyfill. It copies views element by element, and those without elements, a DataView, not at all. It decodes
 * bytes as Latin-1 when they are read as text, and cannot read text as bytes.
 *
 * @param {PolyfillBody} prototype
 */
function repair_bodies(prototype) {
	const { _initBody: init, text, arrayBuffer } = prototype;
	prototype._initBody = function (body) {
		init.call(this, ArrayBuffer.isView(body) ? copy(body) : body);
	};
	prototype.text = function () {
		if (!this._bodyArrayBuffer) return text.call(this);
		return arrayBuffer.call(this).then((bytes) => new TextDecoder().decode(bytes));
	};
	prototype.arrayBuffer = function () {
		if (this._bodyArrayBuffer) return arrayBuffer.call(this);
		return text.call(this).then((content) => new TextEncoder().encode(content).buffer);
	};
}

/** @param {ArrayBufferView} view */
function copy({ buffer, byteOffset, byteLength }) {
	return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

repair_bodies(/** @type {PolyfillBody} */ (/** @type {unknown} */ (Request.prototype)));
repair_bodies(/** @type {PolyfillBody} */ (/** @type {unknown} */ (Response.prototype)));

Object.assign(globalThis, { Headers, Request, Response });
