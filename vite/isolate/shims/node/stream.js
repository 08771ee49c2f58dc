import Stream from 'readable-stream/lib/stream.js';

/** Node's `stream`: the package `readable-stream`. `require('stream')` is the legacy class Stream. */
export const create = () => Stream;
