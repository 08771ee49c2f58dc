import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
	GREETING: { public: true, description: 'what the page says first' },
	RATE: { public: true, schema: rate },
	COLOUR: { public: true, static: true, schema: (value) => value ?? 'teal' },
	SECRET: { schema: secret }
});

/** @param {string | undefined} value */
function rate(value = '1.5') {
	if (Number.isNaN(Number(value))) throw new Error('must be a number');
	return Number(value);
}

/** @param {string | undefined} value */
function secret(value = '') {
	if (value.length < 8) throw new Error('must have at least 8 characters');
	return value;
}
