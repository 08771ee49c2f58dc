import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
	/** Loops while a route is looked for: for one address. */
	hostile(value) {
		while (value === 'loop');
		return value;
	}
});
