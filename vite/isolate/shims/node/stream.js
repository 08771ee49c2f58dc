import Stream from 'readable-stream/lib/stream.js';
import { conversions } from './stream_web.js';

/** Node's `stream`: the package `readable-stream`. `require('stream')` is the legacy class Stream. */
export function create() {
	const { Readable, Writable, Duplex } = Stream;
	const { readable, writable } = conversions(Stream);
	Object.assign(Readable, readable);
	Object.assign(Writable, writable);
	Object.assign(Duplex, {
		fromWeb: (/** @type {ReadableWritablePair} */ pair, /** @type {object} */ options) =>
			Duplex.from({
				readable: readable.fromWeb(pair.readable, options),
				writable: writable.fromWeb(pair.writable, options)
			}),
		toWeb: (/** @type {any} any: a Duplex */ duplex) => ({
			readable: readable.toWeb(duplex),
			writable: writable.toWeb(duplex)
		})
	});
	// the package has the number of an older Node
	Stream.setDefaultHighWaterMark(false, 65_536);
	return Stream;
}
