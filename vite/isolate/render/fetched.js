import { Body } from './body_stream.js';

/** statuses of responses without a body (https://fetch.spec.whatwg.org/#null-body-status) */
export const NULL_BODY = [101, 103, 204, 205, 304];

/**
 * Note the response when its body is read: an unread one is not worth sending. By the same ways as in kit
 * (runtime/server/page/load_data.js): `bytes()` and `blob()` are none of them.
 *
 * The browser takes the first note that fits a request, so their order counts: that in which the bodies were
 * asked for. Python has fetched them whole, so none has to wait for its body.
 *
 * @param {Response} response
 * @param {{ status: number, status_text: string, headers: [string, string][], body: string, b64: boolean }} answer
 * @param {{ url: string, is_findable: boolean }} lookup
 * @param {any[]} fetched
 */
export function note_reads(response, answer, { is_findable, ...lookup }, fetched) {
	const { status, status_text, headers } = answer;
	const has_none = NULL_BODY.includes(status);
	const note = (body, b64) => fetched.push({ ...lookup, status, status_text, headers, body, b64 });
	// what has been read before fails now, and is not noted again
	const is_worth_it = () => is_findable && !response.bodyUsed;
	const text = response.text.bind(response);
	const array_buffer = response.arrayBuffer.bind(response);
	response.text = async () => {
		const value = has_none ? undefined : text_of(answer);
		if (is_worth_it()) note(value, false);
		await text();
		return value;
	};
	response.json = async () => {
		const text = await response.text();
		return text ? JSON.parse(text) : undefined;
	};
	response.arrayBuffer = async () => {
		if (is_worth_it()) note(has_none ? '' : base64_of(answer), true);
		return array_buffer();
	};
	response.bytes = async () => new Uint8Array(await array_buffer());
	const open = () => {
		if (is_worth_it()) soon(() => note(base64_of(answer), true));
		return new Body(array_buffer().then((buffer) => new Uint8Array(buffer)));
	};
	let body = has_none ? null : undefined;
	// noted when it is looked at, as in kit
	Object.defineProperty(response, 'body', { get: () => (body === undefined ? (body = open()) : body) });
}

/**
 * A text that is asked for in the next two ticks comes first: it takes kit so long to make two streams of one. No
 * load can end before that, so none ends without its note.
 *
 * @param {() => void} note
 */
async function soon(note) {
	await null;
	await null;
	note();
}

/** @param {{ body: string, b64: boolean }} answer */
function text_of({ body, b64 }) {
	return b64 ? new TextDecoder().decode(Uint8Array.fromBase64(body)) : body;
}

/** @param {{ body: string, b64: boolean }} answer */
function base64_of({ body, b64 }) {
	return b64 ? body : new TextEncoder().encode(body).toBase64();
}
