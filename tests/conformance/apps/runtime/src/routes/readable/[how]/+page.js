import { telling } from '#lib/tell.js';

const of = (...items) =>
	new ReadableStream({
		start(controller) {
			for (const item of items) controller.enqueue(item);
			controller.close();
		}
	});
const all = async (stream) => {
	const found = [];
	for await (const item of stream) found.push(item);
	return found;
};
/** A stream without end that notes what is asked of it. */
const noting = (noted, strategy) =>
	new ReadableStream(
		{
			start: () => void noted.push('start'),
			pull: (controller) => {
				noted.push('pull');
				controller.enqueue(noted.length);
			},
			cancel: (reason) => void noted.push(['cancel', reason])
		},
		strategy
	);
const settled = () => new Promise((resolve) => setTimeout(resolve));

export const load = telling({
	sources: () => ({
		start: () => all(of('a', 1, null)),
		later: () => {
			const start = async (controller) => {
				await settled();
				controller.enqueue('late');
				controller.close();
			};
			return all(new ReadableStream({ start }));
		},
		pull: () => {
			let count = 0;
			const pull = async (controller) => (++count > 3 ? controller.close() : controller.enqueue(count));
			return all(new ReadableStream({ pull }));
		},
		eager: async () => {
			const noted = [];
			noting(noted);
			await settled();
			return noted;
		},
		lazy: async () => {
			const noted = [];
			const reader = noting(noted, { highWaterMark: 0 }).getReader();
			await settled();
			const before = [...noted];
			await reader.read();
			return [before, noted];
		},
		empty: () => all(of()),
		unknowntype: () => new ReadableStream({ type: 'x' }),
		closedtwice: () =>
			all(new ReadableStream({ start: (controller) => (controller.close(), controller.close()) })),
		afterclose: () =>
			new ReadableStream({ start: (controller) => (controller.close(), controller.enqueue(1)) }),
		tag: () => [String(of()), ReadableStream.name, of().locked]
	}),
	from: () => ({
		array: () => all(ReadableStream.from(['a', 'b'])),
		set: () => all(ReadableStream.from(new Set([1, 2]))),
		promises: () => all(ReadableStream.from([Promise.resolve(1), 2])),
		generator: () =>
			all(
				ReadableStream.from(
					(function* () {
						yield 1;
						yield 2;
					})()
				)
			),
		asyncgenerator: () =>
			all(
				ReadableStream.from(
					(async function* () {
						yield 1;
						await settled();
						yield 2;
					})()
				)
			),
		returned: async () => {
			const noted = [];
			const generator = (async function* () {
				try {
					yield 1;
					yield 2;
				} finally {
					noted.push('finally');
				}
			})();
			for await (const item of ReadableStream.from(generator)) {
				noted.push(item);
				break;
			}
			return noted;
		},
		failing: () =>
			all(
				ReadableStream.from(
					(async function* () {
						yield 1;
						throw new RangeError('broken');
					})()
				)
			),
		stream: () => all(ReadableStream.from(of(1, 2))),
		nothing: () => ReadableStream.from(null),
		object: () => ReadableStream.from({})
	}),
	iterated: () => ({
		break: async () => {
			const noted = [];
			const stream = noting(noted, { highWaterMark: 0 });
			for await (const item of stream) if (item) break;
			return [noted, stream.locked];
		},
		prevented: async () => {
			const noted = [];
			const stream = noting(noted, { highWaterMark: 0 });
			for await (const item of stream.values({ preventCancel: true })) if (item) break;
			return [noted, stream.locked, (await stream.getReader().read()).done];
		},
		return: async () => {
			const noted = [];
			const iterator = noting(noted, { highWaterMark: 0 })[Symbol.asyncIterator]();
			return [await iterator.next(), await iterator.return('value'), noted];
		},
		throwing: async () => {
			const noted = [];
			try {
				for await (const item of noting(noted, { highWaterMark: 0 })) throw new RangeError(String(item));
			} catch (error) {
				return [error, noted];
			}
		},
		locked: async () => {
			const stream = of(1);
			stream.getReader();
			return all(stream);
		},
		fromasync: () => Array.fromAsync(of(1, 2))
	}),
	tee: () => ({
		both: async () => {
			const stream = of('a', 'b');
			const [one, two] = stream.tee();
			return [await all(one), await all(two), stream.locked];
		},
		sameitems: async () => {
			const item = {};
			const [one, two] = of(item).tee();
			return [(await all(one))[0] === item, (await all(two))[0] === item];
		},
		cancelled: async () => {
			const noted = [];
			const [one, two] = noting(noted, { highWaterMark: 0 }).tee();
			const first = one.cancel('one');
			const before = noted.length;
			await Promise.all([first, two.cancel('two')]);
			return [before, noted];
		},
		oneleft: async () => {
			const [one, two] = of(1, 2).tee();
			void one.cancel();
			return all(two);
		},
		failing: async () => {
			const [one, two] = new ReadableStream({
				pull: (controller) => controller.error(new RangeError('broken'))
			}).tee();
			return (await Promise.allSettled([all(one), all(two)])).map(({ status, reason }) => [status, reason]);
		}
	}),
	cancel: () => ({
		reason: async () => {
			const noted = [];
			const stream = noting(noted, { highWaterMark: 0 });
			return [await stream.cancel('enough'), noted, (await stream.getReader().read()).done];
		},
		reader: async () => {
			const noted = [];
			const reader = noting(noted, { highWaterMark: 0 }).getReader();
			await reader.cancel({ why: 1 });
			return [noted, await reader.read(), await reader.closed];
		},
		locked: () => {
			const stream = of(1);
			stream.getReader();
			return stream.cancel();
		},
		failing: () =>
			new ReadableStream({
				cancel: () => {
					throw new RangeError('broken');
				}
			}).cancel(),
		closed: async () => {
			const stream = of();
			return stream.cancel('late');
		}
	}),
	errors: () => ({
		error: () =>
			all(new ReadableStream({ start: (controller) => controller.error(new RangeError('broken')) })),
		text: async () => {
			try {
				await all(new ReadableStream({ start: (controller) => controller.error('only a text') }));
			} catch (reason) {
				return reason;
			}
		},
		start: () =>
			new ReadableStream({
				start: () => {
					throw new RangeError('broken');
				}
			}),
		pull: () =>
			all(
				new ReadableStream({
					pull: async () => {
						throw new RangeError('broken');
					}
				})
			),
		queued: async () => {
			const reader = new ReadableStream({
				start: (controller) => (controller.enqueue(1), controller.error(new RangeError('x')))
			}).getReader();
			return reader.read();
		},
		closed: () =>
			new ReadableStream({ start: (controller) => controller.error(new RangeError('broken')) }).getReader()
				.closed,
		illegal: () => new ReadableStreamDefaultController(),
		reader: () => new ReadableStreamDefaultReader(of(1)).read(),
		nostream: () => new ReadableStreamDefaultReader({})
	}),
	readers: () => ({
		read: async () => {
			const reader = of('a').getReader();
			return [await reader.read(), await reader.read(), await reader.closed];
		},
		atonce: async () => {
			const reader = of('a', 'b').getReader();
			return Promise.all([reader.read(), reader.read(), reader.read()]);
		},
		locked: () => {
			const stream = of('a');
			const before = stream.locked;
			stream.getReader();
			return [before, stream.locked];
		},
		second: () => {
			const stream = of('a');
			stream.getReader();
			return stream.getReader();
		},
		released: async () => {
			const stream = of('a', 'b');
			const reader = stream.getReader();
			await reader.read();
			reader.releaseLock();
			return [stream.locked, (await stream.getReader().read()).value];
		},
		readreleased: () => {
			const reader = of('a').getReader();
			reader.releaseLock();
			return reader.read();
		},
		pending: async () => {
			const reader = new ReadableStream().getReader();
			const pending = reader.read();
			reader.releaseLock();
			return pending;
		},
		badmode: () => of().getReader({ mode: 'x' }),
		nobyob: () => of().getReader({ mode: 'byob' })
	}),
	bytes: () => {
		const source = (...parts) =>
			new ReadableStream({
				type: 'bytes',
				start(controller) {
					for (const part of parts) controller.enqueue(new Uint8Array(part));
					controller.close();
				}
			});
		return {
			read: async () => {
				const reader = source([1, 2, 3]).getReader({ mode: 'byob' });
				const first = await reader.read(new Uint8Array(2));
				const second = await reader.read(new Uint8Array(2));
				return [first.value, second.value, second.done, (await reader.read(new Uint8Array(2))).done];
			},
			detached: async () => {
				const view = new Uint8Array(2);
				await source([1, 2]).getReader({ mode: 'byob' }).read(view);
				return [view.byteLength, view.buffer.detached];
			},
			kind: async () => {
				const reader = source([1, 0, 2, 0]).getReader({ mode: 'byob' });
				return [reader instanceof ReadableStreamBYOBReader, (await reader.read(new Uint16Array(2))).value];
			},
			min: async () => {
				let count = 0;
				const pull = (controller) => controller.enqueue(new Uint8Array([++count]));
				const reader = new ReadableStream({ type: 'bytes', pull }).getReader({ mode: 'byob' });
				return (await reader.read(new Uint8Array(4), { min: 3 })).value;
			},
			request: async () => {
				const pull = (controller) => {
					const request = controller.byobRequest;
					request.view[0] = 7;
					request.respond(1);
				};
				return (
					await new ReadableStream({ type: 'bytes', pull })
						.getReader({ mode: 'byob' })
						.read(new Uint8Array(3))
				).value;
			},
			allocated: async () => {
				const pull = ({ byobRequest }) => {
					byobRequest.view.fill(9);
					byobRequest.respond(2);
				};
				const stream = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 8, pull });
				return (await stream.getReader().read()).value;
			},
			usual: async () => (await all(source([1], [2, 3]))).map((part) => [...part]),
			teed: async () => (await Promise.all(source([1, 2]).tee().map(all))).map(([part]) => part),
			notbytes: () => new ReadableStream({ type: 'bytes', start: (controller) => controller.enqueue('x') }),
			emptyview: () => source([1]).getReader({ mode: 'byob' }).read(new Uint8Array(0)),
			controller: () => {
				let kind;
				new ReadableStream({
					type: 'bytes',
					start: (controller) => void (kind = controller instanceof ReadableByteStreamController)
				});
				return kind;
			}
		};
	},
	strategies: () => {
		const sizes = (strategy, ...items) => {
			const found = [];
			new ReadableStream(
				{
					start(controller) {
						found.push(controller.desiredSize);
						for (const item of items) {
							controller.enqueue(item);
							found.push(controller.desiredSize);
						}
					}
				},
				strategy
			);
			return found;
		};
		return {
			default: () => sizes(undefined, 'a', 'b'),
			count: () => sizes(new CountQueuingStrategy({ highWaterMark: 3 }), 'a', 'b'),
			length: () =>
				sizes(new ByteLengthQueuingStrategy({ highWaterMark: 10 }), new Uint8Array(4), new Uint8Array(7)),
			own: () => sizes({ highWaterMark: 5, size: (text) => text.length }, 'abc', 'd'),
			fields: () => [
				new CountQueuingStrategy({ highWaterMark: 4 }).highWaterMark,
				new CountQueuingStrategy({ highWaterMark: 4 }).size('abc'),
				new ByteLengthQueuingStrategy({ highWaterMark: 1 }).size({ byteLength: 6 })
			],
			infinite: () => sizes({ highWaterMark: Infinity }, 'a'),
			negative: () => new ReadableStream({}, { highWaterMark: -1 }),
			badsize: () =>
				new ReadableStream({ start: (controller) => controller.enqueue('a') }, { size: () => -1 }),
			throwing: () =>
				new ReadableStream(
					{ start: (controller) => controller.enqueue('a') },
					{
						size: () => {
							throw new RangeError('x');
						}
					}
				),
			nomark: () => new CountQueuingStrategy({})
		};
	}
});
