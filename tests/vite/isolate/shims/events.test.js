/** Node's `events`, streams and timers do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import { same } from '../../support/builtins.js';

same('events', {
	order: (Emitter) => {
		const emitter = new Emitter();
		/** @type {unknown[]} */
		const seen = [];
		emitter.on('a', (/** @type {unknown[]} */ ...args) => seen.push(args));
		emitter.prependListener('a', () => seen.push('first'));
		emitter.once('a', () => seen.push('once'));
		return [emitter.emit('a', 1, 2), emitter.emit('a'), emitter.emit('b'), seen, emitter.listenerCount('a')];
	},
	'an error without a listener': (Emitter) => new Emitter().emit('error', new RangeError('x')),
	once: async (Emitter) => {
		const emitter = new Emitter();
		queueMicrotask(() => emitter.emit('a', 42));
		return Emitter.once(emitter, 'a');
	},
	'once, with an error': async (Emitter) => {
		const emitter = new Emitter();
		queueMicrotask(() => emitter.emit('error', new RangeError('x')));
		return Emitter.once(emitter, 'a');
	},
	on: async (Emitter) => {
		const emitter = new Emitter();
		const seen = [];
		const events = Emitter.on(emitter, 'a', { close: ['end'] });
		emitter.emit('a', 1);
		queueMicrotask(() => (emitter.emit('a', 2, 3), emitter.emit('end')));
		for await (const event of events) seen.push(event);
		return [seen, emitter.listenerCount('a')];
	},
	'on, with an error': async (Emitter) => {
		const emitter = new Emitter();
		const events = Emitter.on(emitter, 'a');
		emitter.emit('error', new RangeError('x'));
		return events.next();
	},
	'on, aborted': async (Emitter) => {
		const controller = new AbortController();
		const events = Emitter.on(new Emitter(), 'a', { signal: controller.signal });
		const next = events.next();
		controller.abort();
		return next.then(
			() => 'no',
			() => 'aborted'
		);
	},
	names: (Emitter) => {
		const emitter = new Emitter();
		const symbol = Symbol('x');
		emitter.on('a', () => {}).on(symbol, () => {});
		return [
			emitter.eventNames().length,
			Emitter.getEventListeners(emitter, 'a').length,
			Emitter.listenerCount(emitter, 'b')
		];
	},
	'the number of listeners': (Emitter) => {
		const emitter = new Emitter();
		Emitter.setMaxListeners(3, emitter);
		return [emitter.getMaxListeners(), Emitter.getMaxListeners(emitter), Emitter.defaultMaxListeners];
	},
	'who watches errors': (Emitter) => {
		const emitter = new Emitter();
		const seen = /** @type {unknown[]} */ ([]);
		emitter.on(Emitter.errorMonitor, (/** @type {unknown} */ error) => seen.push('watched', error));
		try {
			emitter.emit('error', new Error('a'));
		} catch {
			seen.push('thrown');
		}
		emitter.on('error', () => seen.push('heard'));
		return [emitter.emit('error', 1), seen.map(String)];
	},
	'abort listeners': (Emitter) => {
		const controller = new AbortController();
		let count = 0;
		Emitter.addAbortListener(controller.signal, () => (count += 1));
		Emitter.addAbortListener(controller.signal, () => (count += 10))[Symbol.dispose]();
		controller.abort();
		return count;
	}
});

same('stream', {
	pipeline: async ({ Readable, Transform, promises }) => {
		const upper = new Transform({
			transform: (/** @type {unknown} */ chunk, /** @type {unknown} */ _, /** @type {Function} */ done) =>
				done(null, String(chunk).toUpperCase())
		});
		/** @type {string[]} */
		const seen = [];
		await promises.pipeline(
			Readable.from(['a', 'b']),
			upper,
			async (/** @type {AsyncIterable<unknown>} */ source) => {
				for await (const chunk of source) seen.push(String(chunk));
			}
		);
		return seen;
	},
	operators: ({ Readable }) =>
		Readable.from([1, 2, 3])
			.map((/** @type {number} */ n) => n * 2)
			.filter((/** @type {number} */ n) => n > 2)
			.toArray(),
	'events in their order': ({ Readable }) =>
		new Promise((resolve) => {
			/** @type {string[]} */
			const seen = [];
			const readable = new Readable({
				read() {
					this.push('x');
					this.push(null);
				}
			});
			for (const name of ['data', 'end', 'close']) readable.on(name, () => seen.push(name));
			readable.on('close', () => resolve(seen));
		}),
	'an error': async ({ Readable, promises }) => {
		const readable = new Readable({ read() {} });
		queueMicrotask(() => readable.destroy(new RangeError('x')));
		return promises.finished(readable);
	},
	consumers: async ({ Readable }, more) => {
		const { text, json, buffer, bytes, arrayBuffer } = await more('stream/consumers');
		const of = (/** @type {string[]} */ ...chunks) =>
			Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
		return [
			await text(of('h', 'é')),
			await json(of('{"a"', ':1}')),
			String(await buffer(of('a', 'b'))),
			(await bytes(of('ab'))).length,
			(await arrayBuffer(of('abc'))).byteLength
		];
	}
});

same('timers/promises', {
	values: async (timers) => [await timers.setTimeout(1, 'a'), await timers.setImmediate('b')],
	intervals: async (timers) => {
		const seen = [];
		for await (const value of timers.setInterval(1, 'c')) if (seen.push(value) === 2) break;
		return seen;
	},
	aborted: (timers) => {
		const controller = new AbortController();
		const waiting = timers.setTimeout(100_000, null, { signal: controller.signal });
		controller.abort();
		return waiting;
	},
	'aborted before': (timers) => timers.setTimeout(100_000, null, { signal: AbortSignal.abort() })
});
