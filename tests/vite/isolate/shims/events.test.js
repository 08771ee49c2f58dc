/** Node's `events`, streams and timers do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import { test } from 'node:test';
import { comparing } from '../../support/builtins.js';

const same = comparing((name, run) => test(name, run));

/** @param {unknown[]} chunks */
const web_stream = (chunks) =>
	new ReadableStream({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		}
	});

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
	'once, aborted': async (Emitter) => {
		const controller = new AbortController();
		const emitter = new Emitter();
		queueMicrotask(() => controller.abort('why'));
		return Emitter.once(emitter, 'a', { signal: controller.signal }).catch((/** @type {any} */ error) => [
			error.name,
			error.code,
			error.cause,
			emitter.listenerCount('a'),
			emitter.listenerCount('error')
		]);
	},
	'once, aborted before': (Emitter) => Emitter.once(new Emitter(), 'a', { signal: AbortSignal.abort() }),
	'once, with no signal': (Emitter) => Emitter.once(new Emitter(), 'a', { signal: 5 }),
	'once, of no emitter': (Emitter) => Emitter.once({}, 'a'),
	'once, of an EventTarget': async (Emitter) => {
		const target = new EventTarget();
		queueMicrotask(() => target.dispatchEvent(new Event('a')));
		const [event] = await Emitter.once(target, 'a');
		return event.type;
	},
	'what once leaves': async (Emitter) => {
		const emitter = new Emitter();
		const event = Emitter.once(emitter, 'a');
		emitter.emit('a', 1, 2);
		return [emitter.eventNames(), await event];
	},
	'on, aborted before': (Emitter) => Emitter.on(new Emitter(), 'a', { signal: AbortSignal.abort() }),
	'on, with a strange error': (Emitter) => Emitter.on(new Emitter(), 'a').throw('x'),
	'captured rejections': async (Emitter) => {
		const emitter = new Emitter({ captureRejections: true });
		emitter.on('a', async () => {
			throw new RangeError('x');
		});
		const error = Emitter.once(emitter, 'error');
		return [emitter.emit('a'), ...(await error)].map(String);
	},
	'captured rejections, with a method': async (Emitter) => {
		const emitter = new Emitter({ captureRejections: true });
		const { promise, resolve } = Promise.withResolvers();
		emitter[Emitter.captureRejectionSymbol] = (/** @type {unknown[]} */ ...args) => resolve(args);
		emitter.on('a', () => Promise.reject(new RangeError('x')));
		emitter.emit('a', 2, 3);
		return promise;
	},
	'an error that is none': (Emitter) => new Emitter().emit('error', 'x'),
	'an error that is none, its fields': (Emitter) => {
		try {
			new Emitter().emit('error', 'x');
		} catch (/** @type {any} */ { message, context }) {
			return [message, context];
		}
	},
	'who removes itself': (Emitter) => {
		const emitter = new Emitter();
		/** @type {number[]} */
		const seen = [];
		for (const n of [1, 2, 3]) emitter.once('a', () => seen.push(n));
		return [emitter.emit('a'), emitter.emit('a'), seen];
	},
	'a listener counted': (Emitter) => {
		const emitter = new Emitter();
		const listener = () => {};
		emitter.on('a', listener).once('a', listener);
		return [emitter.listenerCount('a', listener), emitter.listenerCount('a', () => {})];
	},
	'no number of listeners': (Emitter) => new Emitter().setMaxListeners('x'),
	'too few listeners': (Emitter) => Emitter.setMaxListeners(-1),
	'the class': (Emitter) => [
		Emitter.name,
		Emitter.length,
		new Emitter().constructor === Emitter,
		Object.keys(new Emitter()).toSorted(),
		new Emitter() instanceof Emitter.EventEmitter
	],
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
	'to the web': async ({ Readable, Writable, Duplex, PassThrough }) => {
		/** @type {string[]} */
		const seen = [];
		const writable = new Writable({
			write(/** @type {unknown} */ chunk, /** @type {unknown} */ _, /** @type {Function} */ done) {
				seen.push(String(chunk));
				done();
			}
		});
		const writer = Writable.toWeb(writable).getWriter();
		await writer.write('a');
		await writer.close();
		const pair = Duplex.toWeb(new PassThrough());
		const pairs_writer = pair.writable.getWriter();
		pairs_writer.write('b');
		pairs_writer.close();
		const [bytes] = await Array.fromAsync(pair.readable);
		return [
			await Array.fromAsync(Readable.toWeb(Readable.from(['a', 'b']))),
			await new Response(Readable.toWeb(Readable.from([Buffer.from('node')]))).text(),
			seen,
			writable.writableFinished,
			bytes.constructor.name,
			[...bytes]
		];
	},
	'from the web': async ({ Readable, Writable, Duplex, promises }) => {
		/** @type {string[]} */
		const seen = [];
		const writable = Writable.fromWeb(
			new WritableStream({ write: (chunk) => void seen.push(String(chunk)) })
		);
		await promises.finished(writable.end('a'));
		const duplex = Duplex.fromWeb(new TransformStream());
		duplex.end('d');
		return [
			(await Readable.fromWeb(web_stream(['a', 'b'])).toArray()).join(''),
			await Readable.fromWeb(web_stream([{ a: 1 }]), { objectMode: true }).toArray(),
			(await duplex.toArray()).map(String),
			seen
		];
	},
	'an error to the web': ({ Readable }) => {
		const readable = new Readable({ read() {} });
		queueMicrotask(() => readable.destroy(new RangeError('x')));
		return Array.fromAsync(Readable.toWeb(readable));
	},
	'an error from the web': ({ Readable }) =>
		Readable.fromWeb(
			new ReadableStream({ start: (controller) => controller.error(new RangeError('x')) })
		).toArray(),
	'an error of a sink of the web': ({ Writable, promises }) => {
		const sink = new WritableStream({
			write() {
				throw new RangeError('x');
			}
		});
		const writable = Writable.fromWeb(sink);
		writable.write('a');
		return promises.finished(writable);
	},
	'cancelled on the web': async ({ Readable }) => {
		const readable = Readable.from(['a', 'b']);
		const reader = Readable.toWeb(readable).getReader();
		await reader.read();
		await reader.cancel();
		return readable.destroyed;
	},
	'how much is buffered': ({ getDefaultHighWaterMark, Writable }) => [
		getDefaultHighWaterMark(false),
		getDefaultHighWaterMark(true),
		new Writable().writableHighWaterMark
	],
	'no stream of the web': ({ Readable }) => Readable.fromWeb({}),
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
	'wrong options': (timers) => timers.setTimeout(1, 'a', 5),
	'a wrong signal': (timers) => timers.setImmediate('a', { signal: {} }),
	'no delay': (timers) => timers.setTimeout('1'),
	'aborted before': (timers) => timers.setTimeout(100_000, null, { signal: AbortSignal.abort() })
});
