import { over_budget } from './lib/budget.js';
import { look, pass } from './lib/svelte_ways.js';

/** A value that comes from Python: `way~user`. */
export class Mark {
	/** @param {string} text */
	constructor(text) {
		const [way, user] = text.split('~');
		if (way === 'budget') over_budget(user);
		else [this.found, this.after] = [pass(way, user), look(way)];
	}
}

/** @type {import('@sveltejs/kit/hooks').Transport} */
export const transport = {
	Mark: {
		encode: (value) => value instanceof Mark && `${value.found}`,
		decode: (text) => new Mark(text)
	}
};

/** @type {import('@sveltejs/kit/hooks').Reroute} */
export function reroute({ url }) {
	const [, prefix, way, user] = url.pathname.split('/');
	if (prefix === 'again') return `/way/${way}~${user}~${pass(way, user)}`;
	if (prefix === 'over') over_budget(way);
}
