import { mime_type_of } from './mime_type.js';

/** Form data as bodies. FormData, Blob and the parser are part of a prelude only if the app mentions them (../files/index.js). */

/** @type {{ parse: ((message: Uint8Array, boundary: string) => FormData) | null }} set while the prelude is evaluated */
export const multipart = { parse: null };

/**
 * Encode form data (https://html.spec.whatwg.org/#multipart-form-data).
 *
 * @param {FormData} form
 * @returns {{ source: Blob, type: string }}
 */
export function encode_form_data(form) {
	const boundary = `----formdata-${crypto.randomUUID()}`;
	/** @type {BlobPart[]} */
	const parts = [];
	for (const [name, value] of form) {
		const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escape_name(with_crlf(name))}"`;
		if (typeof value === 'string') {
			parts.push(`${disposition}\r\n\r\n${with_crlf(value)}\r\n`);
		} else {
			const type = value.type || 'application/octet-stream';
			parts.push(
				`${disposition}; filename="${escape_name(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`,
				value,
				'\r\n'
			);
		}
	}
	parts.push(`--${boundary}--\r\n`);
	return { source: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

/**
 * @param {Uint8Array} bytes
 * @param {string} type the Content-Type
 * @returns {FormData}
 */
export function parse_form_data(bytes, type) {
	const { essence, parameters } = mime_type_of(type) ?? {};
	const boundary = parameters?.get('boundary');
	if (essence === 'multipart/form-data' && boundary && multipart.parse)
		return multipart.parse(bytes, boundary);
	if (essence !== 'application/x-www-form-urlencoded')
		throw new TypeError(`formData() reads forms, and the Content-Type of this body is ${type || 'missing'}`);
	const form = new FormData();
	const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
	// a second question mark: URLSearchParams removes one
	for (const [name, value] of new URLSearchParams(`?${text}`)) form.append(name, value);
	return form;
}

/** @param {string} text */
const with_crlf = (text) => text.replaceAll(/\r\n?|\n/g, '\r\n');

/** @param {string} name */
const escape_name = (name) => name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
