import Store, { format } from '#lib/vendor/store.cjs';
import * as parts from '#lib/vendor/parts.cjs';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	heir: () => {
		const seen = [];
		const store = Store('own').on('set', (...given) => seen.push(given));
		store.set('a', 1).set('b', 2);
		return [seen, store.a, store instanceof Store, store.listenerCount('set')];
	},
	builtins: () => [Store('x').file(), Store('x').digest(), Store.first('abc'), format('%d', 5)],
	exports: () => [Store.Store === Store, Store.format === format, parts.EXTENSION],
	kinds: () => Store.kinds.slice(0, 3)
});
