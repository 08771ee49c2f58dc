import { parseMultipart } from '@remix-run/multipart-parser';
import { expose } from '../expose.js';
import { multipart } from '../fetch/form_data.js';
import { add_cloner } from '../structured_clone.js';
import { Blob, File } from './blob.js';
import { FormData } from './form_data.js';

expose({ Blob, File, FormData });

add_cloner(File, (file) => new File([file], file.name, file));
add_cloner(Blob, (blob) => blob.slice(0, blob.size, blob.type));

const NO_LIMIT = Object.freeze({
	maxHeaderSize: Infinity,
	maxFileSize: Infinity,
	maxParts: Infinity,
	maxTotalSize: Infinity
});

/** a Content-Disposition: in quotes, each character but the quote is itself */
const disposition_pattern = () => /^form-data((?:[\t ]*;[\t ]*[^=;\s]+=(?:"[^"]*"|[^";\s]*))*)[\t ]*;?$/i;
const parameter_pattern = () => /([^=;\s]+)=(?:"([^"]*)"|([^";\s]*))/g;

/** https://andreubotella.github.io/multipart-form-data/#multipart-form-data-parser */
multipart.parse = (message, boundary) => {
	if (message.length === 0) throw invalid_form('the body is empty');
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	const form = new FormData();
	for (const part of parts_of(message, boundary)) {
		const { name, filename } = names_of(part.headers['content-disposition'] ?? '');
		if (filename === undefined) form.append(name, decoder.decode(part.bytes));
		else {
			const type = part.headers['content-type'] ?? 'text/plain';
			form.append(name, new File(part.content, filename, { type }));
		}
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
		throw invalid_form('its parts cannot be told apart', cause);
	}
}

/**
 * @param {string} disposition
 * @returns {{ name: string, filename: string | undefined }}
 */
function names_of(disposition) {
	const [, parameters = ''] = disposition_pattern().exec(disposition) ?? [];
	const values = Object.fromEntries(
		Array.from(parameters.matchAll(parameter_pattern()), ([, key, quoted, bare]) => [
			key.toLowerCase(),
			unescape_name(quoted ?? bare)
		])
	);
	if (values.name === undefined) throw invalid_form(`a part has no name: ${JSON.stringify(disposition)}`);
	return { name: values.name, filename: values.filename };
}

/**
 * @param {string} why
 * @param {unknown} [cause]
 */
const invalid_form = (why, cause) => new TypeError(`the body is no valid form: ${why}`, { cause });

/** @param {string} name as it is in a message (https://html.spec.whatwg.org/#multipart-form-data) */
const unescape_name = (name) => name.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%22', '"');
