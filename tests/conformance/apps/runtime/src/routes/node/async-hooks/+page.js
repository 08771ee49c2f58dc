import hooks, { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { telling_all } from '#lib/tell.js';

const timer = () => new Promise((resolve) => setTimeout(resolve, 1));

export const load = telling_all({
	run: () => {
		const storage = new AsyncLocalStorage();
		return [
			storage.getStore(),
			storage.run({ a: 1 }, (by) => [storage.getStore(), by], 'given'),
			storage.getStore()
		];
	},
	nested: () => {
		const storage = new AsyncLocalStorage();
		return storage.run(1, () => [
			storage.getStore(),
			storage.run(2, () => storage.getStore()),
			storage.exit(() => storage.getStore()),
			storage.getStore()
		]);
	},
	throwing: () => {
		const storage = new AsyncLocalStorage();
		try {
			storage.run(1, () => {
				throw new RangeError('own');
			});
		} catch (error) {
			return [error, storage.getStore()];
		}
	},
	awaited: () => {
		const storage = new AsyncLocalStorage();
		return storage.run('kept', async () => {
			await null;
			const first = storage.getStore();
			await timer();
			return [first, storage.getStore()];
		});
	},
	callbacks: () => {
		const storage = new AsyncLocalStorage();
		return storage.run(
			'kept',
			() => new Promise((resolve) => setTimeout(() => queueMicrotask(() => resolve(storage.getStore()))))
		);
	},
	bound: () => {
		const storage = new AsyncLocalStorage();
		const bound = storage.run('bound', () => AsyncResource.bind(() => storage.getStore()));
		return storage.run('other', bound);
	},
	snapshot: () => {
		const storage = new AsyncLocalStorage();
		const snapshot = storage.run('then', () => AsyncLocalStorage.snapshot());
		return storage.run('now', () => [snapshot(() => storage.getStore()), storage.getStore()]);
	},
	resource: () => {
		class Own extends AsyncResource {
			constructor() {
				super('OWN');
			}
		}
		return new Own().runInAsyncScope((a, b) => a + b, null, 1, 2);
	},
	default: () => hooks.AsyncLocalStorage === AsyncLocalStorage
});
