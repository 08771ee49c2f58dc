import { page } from '$app/state';
import { runtime_ways } from './runtime_ways.js';
import { map, rune, Session, shouted } from './rune.svelte.js';
import { taken_ways } from './taken_ways.js';
import { on, ways } from './ways.js';

// What needs Svelte's compiler or kit is not for params.js: kit imports that with Node when it builds.
Object.assign(ways, runtime_ways, taken_ways, {
	private_static: { find: () => Session.last, leave: (user) => (Session.last = user) },
	rune: { find: () => rune.left, leave: (user) => (rune.left = user) },
	derived_rune: { find: () => shouted().toLowerCase(), leave: (user) => (rune.left = user) },
	reactive_map: { find: () => map.get('user'), leave: (user) => map.set('user', user) },
	page_state: on(() => page.state),
	page_data: on(() => page.data),
	page_object: on(() => page)
});

export { look, pass } from './ways.js';
