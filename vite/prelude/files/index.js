import { parseMultipart } from '@remix-run/multipart-parser';
import { expose } from '../expose.js';
import { multipart } from '../fetch/form_data.js';
import { Blob, File } from './blob.js';
import { FormData } from './form_data.js';

expose({ Blob, File, FormData });

const NO_LIMIT = {
	maxHeaderSize: Infinity,
	maxFileSize: Infinity,
	maxParts: Infinity,
	maxTotalSize: Infinity
};

multipart.parse = (message, boundary) => {
	const form = new FormData();
	for (const part of parts_of(message, boundary)) {
		if (part.name === undefined) continue;
		const name = unescape_name(part.name);
		const filename = unescape_name(part.filename ?? '');
		if (part.isFile)
			form.append(name, new File(part.content, filename, { type: part.mediaType ?? 'text/plain' }));
		else form.append(name, part.text);
	}
	return /** @type {any} */ (form); // any: an own class
};

/**
 * @param {Uint8Array} message
 * @param {string} boundary
 */
function parts_of(message, boundary) {
	try {
		return [...parseMultipart(message, { boundary, ...NO_LIMIT })];
	} catch (cause) {
		throw new TypeError('the body is no valid form', { cause });
	}
}

/** @param {string} name as it is in a message (https://html.spec.whatwg.org/#multipart-form-data) */
const unescape_name = (name) => name.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%22', '"');
