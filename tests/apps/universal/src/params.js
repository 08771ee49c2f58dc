import { defineParams } from '@sveltejs/kit/params';
import { over_budget } from './lib/budget.js';
import { pass } from './lib/ways.js';

export const params = defineParams({
	/** `way~user~found`, with what this matcher finds behind it */
	seen(value) {
		const [way, user] = value.split('~');
		return `${value}~${pass(way, user)}`;
	},

	budget(value) {
		over_budget(value);
		return value;
	}
});
