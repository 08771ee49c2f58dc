/** Node's `async_hooks` and `diagnostics_channel` do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import { test } from 'node:test';
import { comparing, refusal } from '../../support/builtins.js';

const same = comparing((name, run) => test(name, run));

same('async_hooks', {
	'wrong arguments': ({ AsyncResource, AsyncLocalStorage }) =>
		[() => new AsyncResource(), () => AsyncLocalStorage.bind(5), () => AsyncResource.bind('x')].map(refusal),
	'stores of synchronous code': ({ AsyncLocalStorage }) => {
		const storage = new AsyncLocalStorage();
		const inner = storage.run(
			1,
			(/** @type {number} */ a) => [
				a,
				storage.getStore(),
				storage.run(2, () => storage.getStore()),
				storage.getStore()
			],
			'arg'
		);
		return [inner, storage.getStore(), storage.run(3, () => storage.exit(() => storage.getStore()))];
	},
	'stores of asynchronous code': async ({ AsyncLocalStorage }) => {
		const storage = new AsyncLocalStorage();
		const seen = await storage.run('a', async () => {
			await null;
			return storage.getStore();
		});
		return [seen, storage.getStore()];
	},
	'what fails': ({ AsyncLocalStorage }) => {
		const storage = new AsyncLocalStorage();
		try {
			storage.run(1, () => {
				throw new Error('x');
			});
		} catch {}
		return storage.getStore();
	},
	'enterWith, disable': ({ AsyncLocalStorage }) => {
		const storage = new AsyncLocalStorage();
		storage.enterWith(1);
		const entered = storage.getStore();
		storage.disable();
		return [entered, storage.getStore()];
	},
	'what has a `then` is not called': ({ AsyncLocalStorage }) => {
		let calls = 0;
		// oxlint-disable-next-line unicorn/no-thenable -- it is what is tested
		const query = { then: () => (calls += 1) };
		const storage = new AsyncLocalStorage();
		return [storage.run(1, () => query) === query, calls, storage.getStore()];
	},
	'a default': ({ AsyncLocalStorage }) => {
		const storage = new AsyncLocalStorage({ defaultValue: 1, name: 'x' });
		return [storage.getStore(), storage.name, storage.run(undefined, () => storage.getStore())];
	},
	'bind, snapshot': ({ AsyncLocalStorage, AsyncResource }) => {
		const storage = new AsyncLocalStorage();
		const [bound, snapshot, resource] = storage.run(1, () => [
			AsyncLocalStorage.bind((/** @type {number} */ a) => [a, storage.getStore()]),
			AsyncLocalStorage.snapshot(),
			new AsyncResource('X')
		]);
		return [
			bound(5),
			snapshot(() => storage.getStore()),
			resource.runInAsyncScope((/** @type {number} */ a) => [a, storage.getStore()], null, 7),
			resource.bind(() => storage.getStore())(),
			storage.getStore()
		];
	}
});

same('diagnostics_channel', {
	'wrong arguments': (channels) =>
		[
			() => channels.channel(5),
			() => channels.channel('wrong').subscribe(5),
			() => channels.tracingChannel(5)
		].map(refusal),
	channels: (channels) => {
		const seen = /** @type {unknown[]} */ ([]);
		const listen = (/** @type {unknown} */ message, /** @type {unknown} */ name) =>
			seen.push([message, name]);
		const channel = channels.channel('test');
		channels.subscribe('test', listen);
		channel.publish(1);
		return [
			channels.channel('test') === channel,
			channel.hasSubscribers,
			channels.hasSubscribers('test'),
			channels.unsubscribe('test', listen),
			channels.unsubscribe('test', listen),
			channel.hasSubscribers,
			seen
		];
	},
	tracing: async (channels) => {
		const seen = /** @type {unknown[]} */ ([]);
		const tracing = channels.tracingChannel('t');
		const before = tracing.hasSubscribers;
		tracing.subscribe(
			Object.fromEntries(
				['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((name) => [
					name,
					(/** @type {any} */ context) =>
						seen.push([name, context.id, context.result, context.error?.message])
				])
			)
		);
		const sync = tracing.traceSync((/** @type {number} */ a) => a + 1, { id: 1 }, null, 1);
		const later = await tracing.tracePromise(async () => 'later', { id: 2 });
		try {
			tracing.traceSync(
				() => {
					throw new Error('bad');
				},
				{ id: 3 }
			);
		} catch {}
		await new Promise((resolve) => {
			tracing.traceCallback(
				(/** @type {number} */ a, /** @type {Function} */ done) => done(null, a),
				1,
				{ id: 4 },
				null,
				'x',
				resolve
			);
		});
		return [before, tracing.hasSubscribers, sync, later, seen];
	},
	stores: async (channels, more) => {
		const storage = new (await more('async_hooks')).AsyncLocalStorage();
		const channel = channels.channel('stores');
		channel.bindStore(storage, (/** @type {number} */ n) => n * 2);
		return [
			channel.runStores(4, () => storage.getStore()),
			channel.unbindStore(storage),
			channel.runStores(4, () => storage.getStore())
		];
	}
});
