import { AsyncLocalStorage } from 'node:async_hooks';
import { telling_all } from '#lib/tell.js';

const timer = () => new Promise((resolve) => setTimeout(resolve, 1));

export const load = telling_all({
	apart: () => {
		const storage = new AsyncLocalStorage();
		const work = (name) => storage.run(name, async () => (await timer(), storage.getStore()));
		return Promise.all([work('one'), work('two'), work('three')]);
	}
});
