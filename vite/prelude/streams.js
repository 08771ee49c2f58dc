import * as streams from 'web-streams-polyfill';
import { TextDecoderStream, TextEncoderStream } from '@exodus/bytes/encoding.js';
import { clone_error } from './clone_refusals.js';
import { expose } from './expose.js';
import { add_transferrer } from './structured_clone.js';

expose({ ...streams, TextDecoderStream, TextEncoderStream });

// https://streams.spec.whatwg.org/#rs-transfer: what takes a stream's place is fed by it, with copies of its chunks
add_transferrer(ReadableStream, (/** @type {ReadableStream} */ stream) => {
	const { readable, writable } = copying(stream);
	return { copy: readable, move: () => pipe(stream, writable) };
});
add_transferrer(WritableStream, (/** @type {WritableStream} */ stream) => {
	const { readable, writable } = copying(stream);
	return { copy: writable, move: () => pipe(readable, stream) };
});

/** @param {ReadableStream | WritableStream} stream */
function copying({ locked }) {
	if (locked) throw clone_error('a stream that is locked cannot be transferred');
	return new TransformStream({
		transform: (chunk, controller) => controller.enqueue(structuredClone(chunk))
	});
}

/**
 * Errors reach both ends, so nobody needs to hear of them here.
 *
 * @param {ReadableStream} from
 * @param {WritableStream} to
 */
function pipe(from, to) {
	from.pipeTo(to).catch(() => {});
}
