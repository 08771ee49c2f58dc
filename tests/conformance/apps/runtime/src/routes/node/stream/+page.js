import stream, { Duplex, PassThrough, Readable, Transform, Writable, finished, pipeline } from 'stream';
import { pipeline as promised } from 'node:stream/promises';
import { telling_all } from '#lib/tell.js';

const all = async (source) => {
	const found = [];
	for await (const item of source) found.push(item);
	return found;
};
const upper = () =>
	new Transform({
		transform(chunk, _, callback) {
			callback(null, String(chunk).toUpperCase());
		}
	});
const sink = (noted) =>
	new Writable({
		write(chunk, _, callback) {
			noted.push(String(chunk));
			callback();
		},
		final(callback) {
			noted.push('final');
			callback();
		}
	});

export const load = telling_all({
	from: async () => [
		await all(Readable.from(['a', 1, { b: 2 }])),
		(await all(Readable.from('whole'))).map(String)
	],
	read: () => {
		const items = ['a', 'b', null];
		const source = new Readable({
			read() {
				this.push(items.shift());
			}
		});
		source.setEncoding('utf8');
		return all(source);
	},
	events: () =>
		new Promise((resolve) => {
			const seen = [];
			Readable.from(['a', 'b'])
				.on('data', (item) => seen.push(item))
				.on('end', () => resolve(seen));
		}),
	piped: async () => (await all(Readable.from(['a', 'b']).pipe(upper()))).join(''),
	pipeline: () =>
		new Promise((resolve) => {
			const noted = [];
			pipeline(Readable.from(['a', 'b']), upper(), sink(noted), (error) =>
				resolve([error === undefined || error === null, noted])
			);
		}),
	promised: async () => {
		const noted = [];
		await promised(Readable.from(['a']), upper(), sink(noted));
		return noted;
	},
	failing: () =>
		promised(
			Readable.from(['a']),
			new Transform({ transform: (chunk, _, callback) => callback(new RangeError('own')) }),
			sink([])
		),
	writable: () =>
		new Promise((resolve) => {
			const noted = [];
			const target = sink(noted);
			target.write('a');
			target.end('b', () => resolve([noted, target.writableEnded]));
		}),
	passthrough: async () => {
		const through = new PassThrough({ encoding: 'utf8' });
		through.write('a');
		through.end('b');
		return (await all(through)).join('');
	},
	objects: async () => {
		const through = new Transform({
			objectMode: true,
			transform: (item, _, callback) => callback(null, { twice: item.n * 2 })
		});
		through.end({ n: 4 });
		return all(through);
	},
	flushed: async () => {
		const through = new Transform({
			transform: (chunk, _, callback) => callback(null, chunk),
			flush: (callback) => callback(null, '!')
		});
		through.end('a');
		return (await all(through)).map(String).join('');
	},
	finished: () =>
		new Promise((resolve) => {
			const source = Readable.from(['a']);
			finished(source, (error) => resolve(error ?? 'finished'));
			source.resume();
		}),
	destroyed: () =>
		new Promise((resolve) => {
			const source = new Readable({ read() {} });
			source.on('error', (error) => resolve([error, source.destroyed]));
			source.destroy(new RangeError('own'));
		}),
	duplex: () => {
		const both = new Duplex({ read() {}, write: (_, __, callback) => callback() });
		return [both instanceof Readable, both instanceof Writable, both.readable, both.writable];
	},
	class: async () => {
		class Count extends Readable {
			#left = 3;
			_read() {
				this.push(this.#left ? String(this.#left--) : null);
			}
		}
		return (await all(new Count())).map(String);
	},
	exports: () => [
		stream === stream.Stream,
		stream.Readable === Readable,
		typeof stream.promises.pipeline,
		new Readable() instanceof stream
	]
});
