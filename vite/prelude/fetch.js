import { Headers, Request, Response } from 'whatwg-fetch';

/**
 * The polyfill copies views element by element, and those without elements, a DataView, not at all. It takes bytes
 * for Latin-1 when they are to be a text, and cannot read a text as bytes.
 *
 * @param {any} prototype
 */
function mend_bodies(prototype) {
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
		return text.call(this).then((text) => new TextEncoder().encode(text).buffer);
	};
}

/** @param {ArrayBufferView} view */
function copy({ buffer, byteOffset, byteLength }) {
	return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

mend_bodies(Request.prototype);
mend_bodies(Response.prototype);

Object.assign(globalThis, { Headers, Request, Response });
