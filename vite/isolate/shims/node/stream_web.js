import { invalid_type } from './node_error.js';

/**
 * Conversions between Node's streams and those of the web.
 *
 * @param {{ Readable: any, Writable: any }} classes any: the package has no types
 */
export const conversions = ({ Readable, Writable }) => ({
	readable: {
		fromWeb(/** @type {ReadableStream} */ stream, /** @type {object} */ options) {
			if (!(stream instanceof ReadableStream))
				throw invalid_type('readableStream', 'an instance of ReadableStream', stream);
			return Readable.from(stream.values(), { objectMode: false, ...options });
		},
		toWeb: readable_to_web
	},
	writable: {
		fromWeb(/** @type {WritableStream} */ stream, /** @type {object} */ options) {
			if (!(stream instanceof WritableStream))
				throw invalid_type('writableStream', 'an instance of WritableStream', stream);
			return new Writable({ ...options, ...sink_of(stream.getWriter()) });
		},
		toWeb: writable_to_web
	}
});

/**
 * @param {any} readable any: as above
 * @param {{ strategy?: QueuingStrategy }} [options]
 */
function readable_to_web(readable, { strategy } = {}) {
	if (typeof readable?.read !== 'function')
		throw invalid_type('streamReadable', 'an instance of stream.Readable', readable);
	const chunks = readable[Symbol.asyncIterator]();
	return new ReadableStream(
		{
			async pull(controller) {
				const { value, done } = await chunks.next();
				if (done) controller.close();
				else controller.enqueue(readable.readableObjectMode ? value : plain(value));
			},
			cancel(reason) {
				readable.destroy(reason);
			}
		},
		strategy
	);
}

/**
 * The web's streams have bytes, not Buffers.
 *
 * @param {any} chunk any: whatever a stream has
 */
const plain = (chunk) =>
	Buffer.isBuffer(chunk) ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk;

/** @param {any} writable any: as above */
function writable_to_web(writable) {
	if (typeof writable?.write !== 'function')
		throw invalid_type('streamWritable', 'an instance of stream.Writable', writable);
	/** @param {(done: (error: unknown) => void) => void} start */
	const settled = (start) => {
		const { promise, resolve, reject } = Promise.withResolvers();
		start((error) => (error ? reject(error) : resolve(error)));
		return promise;
	};
	return new WritableStream({
		start(controller) {
			writable.on('error', (/** @type {unknown} */ error) => controller.error(error));
		},
		write: (chunk) => settled((done) => writable.write(chunk, done)),
		close: () => settled((done) => writable.end(done)),
		abort(reason) {
			writable.destroy(reason);
		}
	});
}

/**
 * What a Writable does with what is written to it.
 *
 * @param {WritableStreamDefaultWriter} writer
 */
function sink_of(writer) {
	/** @param {Promise<unknown>} work @param {(error?: unknown) => void} done */
	const then = (work, done) => void work.then(() => done(), done);
	return {
		write: (/** @type {unknown} */ chunk, /** @type {string} */ _, /** @type {() => void} */ done) =>
			then(writer.write(chunk), done),
		final: (/** @type {() => void} */ done) => then(writer.close(), done),
		destroy(/** @type {unknown} */ error, /** @type {(error: unknown) => void} */ done) {
			// without an error it has been closed
			if (error) then(writer.abort(error), () => done(error));
			else done(error);
		}
	};
}
