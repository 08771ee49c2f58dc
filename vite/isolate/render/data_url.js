/** @import { FetchAnswer } from '../messages.js' */

const DATA_URL = /^data:([^,]*?)(; *base64)?,([^#]*)/i;

/**
 * Fetch a data URL (https://fetch.spec.whatwg.org/#data-urls). It is not sent to Python.
 *
 * @param {string} url as the URL class writes it
 * @returns {FetchAnswer}
 */
export function answer_of_data_url(url) {
	const match = DATA_URL.exec(url);
	if (!match) throw new TypeError(`fetch failed: ${url.slice(0, 40)} is no data URL`);
	const [, type, base64, data] = match;
	const bytes = percent_decode(data);
	const body = base64 ? new TextDecoder().decode(bytes).replaceAll(/[\t\n\f\r ]/g, '') : bytes.toBase64();
	try {
		Uint8Array.fromBase64(body);
	} catch (cause) {
		throw new TypeError('fetch failed: the base64 in a data URL cannot be read', { cause });
	}
	const given = type.startsWith(';') ? `text/plain${type}` : type;
	const content_type = /^\s*[!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+\s*(?:;|$)/.test(given) ? given : '';
	return {
		status: 200,
		status_text: 'OK',
		headers: [['content-type', content_type || 'text/plain;charset=US-ASCII']],
		body,
		b64: true,
		url,
		redirected: false
	};
}

/** @param {string} text */
function percent_decode(text) {
	const bytes = [];
	for (let i = 0; i < text.length; i += 1) {
		const code = /^%([\da-f]{2})/i.exec(text.slice(i, i + 3));
		if (code) i += 2;
		bytes.push(code ? Number.parseInt(code[1], 16) : Number(text.codePointAt(i)));
	}
	return new Uint8Array(bytes);
}
