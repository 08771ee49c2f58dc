import { telling } from '#lib/tell.js';

/** The first `count` things that are noted, and what else is noted right afterwards. */
const noted = (count, start) =>
	new Promise((resolve) => {
		const seen = [];
		const note = (name) => () => {
			seen.push(name);
			if (seen.length === count) setTimeout(() => resolve(seen));
		};
		start(note);
		setTimeout(() => resolve(seen), 2000);
	});
const timer = (time) => new Promise((resolve) => setTimeout(resolve, time));

export const load = telling({
	micro: () => ({
		queued: () =>
			noted(6, (note) => {
				setTimeout(note('timeout'));
				queueMicrotask(note('microtask'));
				Promise.resolve().then(note('promise')).then(note('promise 2'));
				queueMicrotask(note('microtask 2'));
				note('sync')();
			}),
		nested: () =>
			noted(3, (note) =>
				queueMicrotask(() => {
					note('outer')();
					queueMicrotask(note('inner'));
					setTimeout(note('timeout'));
				})
			),
		async: () =>
			noted(3, (note) => {
				void (async () => {
					note('a')();
					await null;
					note('c')();
				})();
				note('b')();
			}),
		thenable: () =>
			noted(4, (note) => {
				void Promise.resolve({ then: (resolve) => resolve() }).then(note('thenable'));
				void Promise.resolve().then(note('one')).then(note('two')).then(note('three'));
			}),
		notafunction: () => queueMicrotask(1)
	}),
	ticks: () => ({
		arguments: () => new Promise((resolve) => process.nextTick((...given) => resolve(given), 'a', 1)),
		nested: () =>
			noted(3, (note) =>
				process.nextTick(() => {
					note('outer')();
					process.nextTick(note('inner'));
					setTimeout(note('timeout'));
				})
			)
	}),
	tickorder: () => ({
		aftermicrotasks: () =>
			noted(4, (note) => {
				process.nextTick(note('tick'));
				Promise.resolve().then(note('promise'));
				queueMicrotask(note('microtask'));
				setTimeout(note('timeout'));
			}),
		intimer: () =>
			noted(3, (note) =>
				setTimeout(() => {
					Promise.resolve().then(note('promise'));
					process.nextTick(note('tick'));
					note('sync')();
				})
			),
		immediate: () =>
			noted(3, (note) => {
				setImmediate(note('immediate'));
				process.nextTick(note('tick'));
				Promise.resolve().then(note('promise'));
			})
	}),
	immediates: () => ({
		arguments: () => new Promise((resolve) => setImmediate((...given) => resolve(given), 'a', 1)),
		order: () =>
			noted(3, (note) => {
				setImmediate(note('one'));
				setImmediate(note('two'));
				queueMicrotask(note('microtask'));
			}),
		cleared: () =>
			noted(1, (note) => {
				clearImmediate(setImmediate(note('cleared')));
				setImmediate(note('kept'));
			}),
		clearnothing: () => [clearImmediate(), clearImmediate(null), clearImmediate({})],
		infirst: () =>
			noted(3, (note) =>
				setImmediate(() => {
					note('immediate')();
					setImmediate(note('next'));
					queueMicrotask(note('microtask'));
				})
			)
	}),
	timers: () => ({
		order: () =>
			noted(4, (note) => {
				setTimeout(note('60'), 60);
				setTimeout(note('0'));
				setTimeout(note('1'), 1);
				setTimeout(note('30'), 30);
			}),
		fifo: () =>
			noted(3, (note) => {
				for (const name of ['a', 'b', 'c']) setTimeout(note(name), 1);
			}),
		cleared: () =>
			noted(1, (note) => {
				clearTimeout(setTimeout(note('cleared')));
				setTimeout(note('kept'));
			}),
		clearedbyanother: () =>
			noted(2, (note) => {
				const late = setTimeout(note('late'), 30);
				setTimeout(() => (note('early')(), clearTimeout(late)), 1);
				setTimeout(note('end'), 60);
			}),
		clearedasinterval: () =>
			noted(1, (note) => {
				clearInterval(setTimeout(note('cleared')));
				setTimeout(note('kept'));
			}),
		interval: () =>
			new Promise((resolve) => {
				let count = 0;
				const interval = setInterval(() => {
					if (++count < 3) return;
					clearInterval(interval);
					resolve(count);
				}, 1);
			}),
		intervalstops: async () => {
			let count = 0;
			const interval = setInterval(() => (++count, clearInterval(interval)), 1);
			await timer(30);
			return count;
		},
		arguments: () => new Promise((resolve) => setTimeout((...given) => resolve(given), 1, 'a', { b: 1 })),
		intervalarguments: () =>
			new Promise((resolve) => {
				const interval = setInterval((given) => (clearInterval(interval), resolve(given)), 1, 'given');
			}),
		clearnothing: () => [
			clearTimeout(),
			clearTimeout(null),
			clearTimeout('x'),
			clearInterval(undefined),
			clearTimeout({})
		],
		negative: () => new Promise((resolve) => setTimeout(resolve, -5, 'done')),
		nonsense: () => new Promise((resolve) => setTimeout(resolve, 'x', 'done'))
	})
});
