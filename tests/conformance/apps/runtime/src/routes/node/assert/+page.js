import assert, { AssertionError, deepStrictEqual, ok, strictEqual } from 'assert';
import { telling_all } from '#lib/tell.js';

const thrown = (work) => {
	try {
		work();
	} catch (error) {
		return [
			error instanceof AssertionError,
			error.name,
			error.code,
			error.actual,
			error.expected,
			error.operator
		];
	}
};

export const load = telling_all({
	passes: () => [
		assert(true),
		ok(1),
		strictEqual(1, 1),
		deepStrictEqual({ a: [1] }, { a: [1] }),
		assert.equal(1, '1'),
		assert.notStrictEqual(1, 2)
	],
	deep: () => [
		assert.deepEqual({ a: '1' }, { a: 1 }),
		assert.notDeepStrictEqual({ a: '1' }, { a: 1 }),
		deepStrictEqual(new Map([[1, new Set([2])]]), new Map([[1, new Set([2])]]))
	],
	false: () => thrown(() => assert(false, 'said')),
	strict: () => thrown(() => strictEqual(1, 2)),
	message: () => {
		try {
			assert.equal(1, 2, 'own message');
		} catch ({ message, generatedMessage }) {
			return [message, generatedMessage];
		}
	},
	given: () => assert.ok(false, new RangeError('own')),
	deepfails: () => thrown(() => deepStrictEqual([1, 2], [1, 3])),
	throws: () => [
		assert.throws(() => {
			throw new RangeError('x');
		}, RangeError),
		assert.throws(() => {
			throw new Error('abc');
		}, /b/),
		assert.doesNotThrow(() => {})
	],
	throwsnot: () => thrown(() => assert.throws(() => {})),
	rejects: async () => [
		await assert.rejects(Promise.reject(new RangeError('x')), { name: 'RangeError' }),
		await assert.doesNotReject(Promise.resolve())
	],
	match: () => [assert.match('abc', /b/), thrown(() => assert.match('abc', /x/))[2]],
	fail: () => thrown(() => assert.fail('said')),
	iferror: () => [assert.ifError(null), thrown(() => assert.ifError('x'))?.[0]],
	strictmode: () => thrown(() => assert.strict.equal(1, '1'))?.[2],
	default: () => [assert.AssertionError === AssertionError, assert.ok === ok]
});
