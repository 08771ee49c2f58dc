/** The environment that src/env.js declares. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

const number = {
	'~standard': {
		validate: (/** @type {string} */ value) =>
			Number(value) ? { value: Number(value) } : { issues: [{ message: 'is not a number' }] }
	}
};
Object.assign(globalThis, {
	test_variables: {
		PORT: { public: true, schema: number },
		NAME: { public: true },
		SECRET: {},
		FIXED: { static: true },
		FUNCTION: { public: true, schema: { '~standard': { validate: () => ({ value: () => {} }) } } }
	}
});
const { read_environment } = await import('../../../vite/isolate/env.js');

const VALID = { PORT: '80', NAME: 'n', SECRET: 's' };

test('problems are listed by variable', () => {
	const { problems } = read_environment({ PORT: 'x', FUNCTION: '1' });
	assert.deepEqual(Object.keys(problems).toSorted(), ['FUNCTION', 'NAME', 'PORT', 'SECRET']);
	assert.deepEqual(problems.PORT, ['is not a number']);
	assert.match(problems.NAME[0], /^is missing\. If it is optional, give it a schema/);
	assert.match(problems.FUNCTION[0], /makes \[object Function\] of it, which cannot be sent to the browser/);
	assert.equal(read_environment({ ...VALID, FUNCTION: '1' }).dynamic, undefined);
});

test('in dev Vite has read the variables', () => {
	assert.deepEqual(read_environment(undefined), {
		problems: {},
		dynamic: '{SEEN:"dev"}',
		texts: { SHOWN: '1', SEEN: 'dev' }
	});
});
