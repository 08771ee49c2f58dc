/** Calls of universal functions, errors, and updates of modules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call } from '../../../vite/isolate/call.js';
import {
	deserialize_error,
	is_redirect,
	LoadFailure,
	serialize_error
} from '../../../vite/isolate/errors.js';
import { create_updater } from '../../../vite/isolate/loader/module_updates.js';

/** @import { LoadEntry } from '../../../vite/isolate/entry_types.js' */

/** @param {Record<string, unknown>} entries */
const loads = (entries) =>
	/** @type {LoadEntry} */ (/** @type {unknown} */ ((/** @type {string} */ name) => entries[name] ?? {}));

/** @type {any} no call but reroute's fetch uses it */
const no_host = null;

/** @param {unknown} result */
const matcher = (result) => loads({ params: { params: { m: { '~standard': { validate: () => result } } } } });

for (const [value, expected] of /** @type {const} */ ([
	['x', '{"match":true,"value":"x"}'],
	[1.5, '{"match":true,"value":1.5}'],
	[10n, '{"match":true,"value":{"bigint":"10"}}'],
	[-0, '{"match":true,"value":{"number":"-0"}}'],
	[Infinity, '{"match":true,"value":{"number":"Infinity"}}'],
	[NaN, '{"match":true,"value":{"number":"NaN"}}']
])) {
	test(`a matcher that returns ${typeof value} ${String(value)}`, () => {
		assert.equal(call({ fn: 'match', matcher: 'm', value: '' }, matcher({ value }), no_host), expected);
	});
}

test('a matcher that does not match, or is none', () => {
	const input = /** @type {const} */ ({ fn: 'match', matcher: 'm', value: '' });
	assert.equal(call(input, matcher({ issues: [] }), no_host), '{"match":false}');
	assert.throws(() => call(input, loads({}), no_host), { message: 'src/params has no matcher named m' });
	assert.throws(() => call(input, matcher(Promise.resolve()), no_host), /is asynchronous/);
	assert.throws(
		() => call(input, matcher({ value: {} }), no_host),
		/returned object; a parameter is a string/
	);
});

test('reroute', async () => {
	const input = /** @type {const} */ ({ fn: 'reroute', url: 'http://x/a' });
	const hook = (/** @type {Function | undefined} */ reroute) =>
		call(input, loads({ hooks: { reroute } }), no_host);
	assert.equal(hook(undefined), '{"path":null}');
	assert.equal(
		hook((/** @type {{ url: URL }} */ { url }) => `/b${url.pathname}`),
		'{"path":"/b/a"}'
	);
	assert.equal(await hook(async () => '/c'), '{"path":"/c"}');
});

test('what universal modules export', () => {
	const entry = loads({
		hooks: { transport: { Box: {} }, reroute() {} },
		params: { params: { m: 1 } },
		u2: { ssr: false, load() {} }
	});
	const input = /** @type {const} */ ({
		fn: 'exports',
		entries: ['hooks', 'params', 'u2'],
		options: ['ssr', 'csr']
	});
	assert.deepEqual(JSON.parse(String(call(/** @type {any} */ (input), entry, no_host))), {
		transport: ['Box'],
		reroute: true,
		matchers: ['m'],
		options: { u2: { ssr: false } }
	});
});

test('errors are serialized, whatever was thrown', () => {
	class Named extends RangeError {
		/** @override */
		name = 'Named';
	}
	const unreadable = new Proxy({}, { get: () => assert.fail() });
	const shown = [new Named('m'), 'text', undefined, null, { message: 7 }, unreadable].map((thrown) => {
		const { kind, name, message, at } = serialize_error(thrown);
		return [kind, name, message, at].join(' ');
	});
	assert.deepEqual(shown, [
		'unknown Named m ',
		'unknown string text ',
		'unknown undefined undefined ',
		'unknown object null ',
		'unknown object 7 ',
		'unknown Error what was thrown cannot be looked at: that throws again '
	]);
	assert.equal(serialize_error(Object.assign(new Error('x'), { stack: 5 })).stack, '');
	assert.equal(serialize_error(new LoadFailure(new Error('x'), 3)).at, 3);
});

test('a long message is cut, and the frames after it are kept', () => {
	const { message, stack } = serialize_error(new Error('x'.repeat(300_000)));
	assert.match(message, /^x{100000} … \(200000 more characters\)$/);
	assert.match(stack, /^Error: x{100000} … \(200000 more characters\)\n {4}at .*call\.test\.js/);
	const error = Object.assign(new Error('x'), { stack: 'y'.repeat(200_000) });
	assert.match(serialize_error(error).stack, /^y{150000} … \(50000 more characters\)$/);
});

test('HTTP errors and redirects survive both ways', () => {
	const http = {
		kind: /** @type {const} */ ('http'),
		name: 'HttpError',
		message: 'no',
		stack: '',
		status: 418,
		props: { code: 1 },
		at: null
	};
	assert.deepEqual(serialize_error(deserialize_error(http)), http);
	const redirect = {
		kind: /** @type {const} */ ('redirect'),
		name: 'Redirect',
		message: '',
		stack: '',
		status: 303,
		location: '/x',
		at: null
	};
	assert.deepEqual(serialize_error(deserialize_error(redirect)), redirect);
	assert.equal(is_redirect(deserialize_error(redirect)), true);
	assert.equal(is_redirect(deserialize_error(http)), false);
});

test('updates change the tables of the loader', () => {
	/** @type {any[]} */
	const definitions = [];
	/** @type {Record<string, number>} */
	const entries = { a: 0 };
	/** @type {number[]} */
	const shared = [];
	const update = create_updater(definitions, entries, shared);
	const facts = { links: {}, is_async: false, awaits: false, path: null };
	update({
		modules: [
			{ ...facts, number: 1, source: '(function () { return typeof update + typeof definitions; })' }
		],
		entries: { b: 1 },
		shared: [1]
	});
	assert.deepEqual([Object.keys(definitions), entries, shared], [['1'], { a: 0, b: 1 }, [1]]);
	// a module sees no names of the updater
	assert.equal(definitions[1].run(), 'undefinedundefined');
});
