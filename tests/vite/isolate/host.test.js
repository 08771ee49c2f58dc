/** One render's host, its console and its globals. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { create_globals } from '../../../vite/isolate/globals.js';
import { Host } from '../../../vite/isolate/host.js';

/** @type {import('../../../vite/isolate/host.js').IsolateState} */
let isolate;
/** @type {Host} */
let host;
/** @type {any} the globals of a render are those that its code sees */
let globals;

/** The requests in the outbox, which is empty then. @returns {any[]} */
const taken = () => JSON.parse(`[${host.take()}]`);

beforeEach(() => {
	isolate = { map_stack: (stack) => `mapped ${stack}`, rendering: null, is_frozen: true, is_dev: false };
	host = new Host(isolate);
	globals = create_globals(host);
});

test('requests wait in the outbox until they are taken', async () => {
	const first = host.ask({ kind: 'match', url: '/a' });
	const second = host.ask({ kind: 'match', url: '/b' });
	assert.deepEqual(taken(), [
		{ id: 1, kind: 'match', url: '/a' },
		{ id: 2, kind: 'match', url: '/b' }
	]);
	assert.deepEqual(taken(), []);
	host.deliver([
		{ id: 2, value: { id: '/b', params: {} } },
		{ id: 1, value: null }
	]);
	assert.deepEqual([await first, await second], [null, { id: '/b', params: {} }]);
});

test('an answer that is an error rejects, and an unknown one is ignored', async () => {
	const answer = host.ask({ kind: 'match', url: '/a' });
	const error = { name: 'ConnectError', message: 'no route to host' };
	host.deliver([
		{ id: 7, value: 1 },
		{ id: 1, error }
	]);
	await assert.rejects(answer, (/** @type {any} */ reason) => {
		assert.ok(reason instanceof TypeError);
		assert.deepEqual([reason.message, reason.cause], [error.message, error]);
		return true;
	});
});

test('a request that is aborted is taken back', async () => {
	const controller = new AbortController();
	const first = host.ask({ kind: 'fetch', url: '/a' }, controller.signal);
	taken();
	const unsent = host.ask({ kind: 'fetch', url: '/b' }, controller.signal);
	const reason = new Error('enough');
	controller.abort(reason);
	await assert.rejects(first, reason);
	await assert.rejects(unsent, reason);
	assert.deepEqual(taken(), [{ id: 3, kind: 'abort', of: 1 }]);
	host.deliver([{ id: 1, value: 'late' }]);
	assert.deepEqual(taken(), []);
});

test('an abort after the answer does nothing', async () => {
	const controller = new AbortController();
	const answer = host.ask({ kind: 'fetch', url: '/a' }, controller.signal);
	taken();
	host.deliver([{ id: 1, value: 'there' }]);
	controller.abort();
	assert.equal(await answer, 'there');
	assert.deepEqual(taken(), []);
});

test('timers are requests, which can be cleared', () => {
	/** @type {string[]} */
	const ran = [];
	const id = +globals.setTimeout((/** @type {string} */ text) => ran.push(text), '5', 'first');
	globals.setTimeout(() => ran.push('second'), -1);
	globals.clearTimeout(globals.setTimeout(() => ran.push('third')));
	globals.clearTimeout(+globals.setTimeout(() => ran.push('fourth')));
	globals.clearTimeout(undefined);
	assert.deepEqual(taken(), [
		{ id, kind: 'timer', ms: 5 },
		{ id: id + 1, kind: 'timer', ms: 0 }
	]);
	host.deliver([
		{ id, value: null },
		{ id: id + 1, value: null },
		{ id: id + 2, value: null },
		{ id: id + 3, value: null }
	]);
	assert.deepEqual(ran, ['first', 'second']);
});

test('a render can wait for so many timers and fetches at a time', () => {
	const timers = Array.from({ length: 10_000 }, () => globals.setTimeout(() => {}, 1));
	assert.throws(() => globals.setTimeout(() => {}, 1), /can wait for 10000 fetches and timers/);
	globals.clearTimeout(timers.pop());
	timers.push(globals.setTimeout(() => {}, 1));
	for (const timer of timers) globals.clearTimeout(timer);
	assert.deepEqual(taken(), []);
});

test('a render can make so many fetches', async () => {
	for (let count = 0; count < 1000; count += 1) {
		const answer = host.ask({ kind: 'fetch', url: '/' });
		host.deliver(taken().map(({ id }) => ({ id, value: count })));
		assert.equal(await answer, count);
	}
	await assert.rejects(host.ask({ kind: 'fetch', url: '/' }), /a render can make 1000 fetches and matches/);
	assert.deepEqual(taken(), []);
	await assert.rejects(host.ask({ kind: 'match', url: '/' }), /a render can make 1000 fetches and matches/);
	void host.ask({ kind: 'headers', headers: [] });
	assert.equal(taken().length, 1);
});

test('a timer is an object as in Node', () => {
	let count = 0;
	const timer = globals.setTimeout(() => (count += 1), 10);
	assert.equal(timer.unref().ref(), timer);
	assert.equal(timer.hasRef(), true);
	assert.equal(timer.unref().hasRef(), false);
	const [{ id }] = taken();
	timer.refresh();
	const [cleared, { id: again }] = taken();
	assert.deepEqual(cleared, { id: id + 1, kind: 'clear', of: id });
	host.deliver([
		{ id, value: null },
		{ id: again, value: null }
	]);
	assert.equal(count, 1);
});

test('an interval asks again after each call, until it is cleared', () => {
	let count = 0;
	const handle = globals.setInterval(() => (count += 1), 10);
	for (let i = 0; i < 3; i += 1) host.deliver(taken().map(({ id }) => ({ id, value: null })));
	globals.clearInterval(handle);
	host.deliver(taken().map(({ id }) => ({ id, value: null })));
	assert.equal(count, 3);
});

test('AbortSignal.timeout takes whole numbers from 0 on', () => {
	const { timeout } = globals.AbortSignal;
	for (const ms of [-1, NaN, 'x', undefined, {}, Infinity, 2 ** 53, 5n, Symbol('x')])
		assert.throws(() => timeout(ms), TypeError);
	assert.deepEqual(taken(), []);
	for (const ms of [0, '5', 1.5, null, 2 ** 53 - 1]) assert.equal(timeout(ms).aborted, false);
});

test('an interval has one number, by which it can be cleared', () => {
	const next = () => host.deliver(taken().map(({ id }) => ({ id, value: null })));
	let count = 0;
	const outside = +globals.setInterval(() => (count += 1), 10);
	next();
	globals.clearInterval(outside);
	next();
	assert.equal(count, 1);
	const inside = +globals.setInterval(() => {
		count += 1;
		globals.clearInterval(inside);
	}, 10);
	next();
	next();
	assert.equal(count, 2);
});

test('what a timer throws is logged', () => {
	globals.setTimeout(() => {
		throw new Error('late');
	});
	host.deliver([{ id: 1, value: null }]);
	assert.equal(host.logged?.length, 1);
	assert.match(String(host.logged?.[0]), /^error,Uncaught in a timer: mapped Error: late/);
});

test('console lines are collected with their levels', () => {
	const { console } = globals;
	console.log('a', 1, { b: [2] }, null, undefined);
	console.warn(Symbol('s'));
	console.assert(true, 'not this');
	console.assert(false, 'that');
	console.group();
	const unreadable = new Proxy({}, { get: () => assert.fail(), ownKeys: () => assert.fail() });
	console.debug(unreadable);
	console.error(Object.assign(new Error('x'), { stack: 'stack' }));
	assert.deepEqual(host.logged, [
		['info', 'a 1 {"b":[2]} null undefined'],
		['warning', 'Symbol(s)'],
		['error', 'Assertion failed that'],
		['debug', '[object]'],
		['error', 'mapped stack']
	]);
});

test('the methods of a console work without it, and can be replaced', () => {
	const { log } = globals.console;
	log('alone');
	/** @type {string[]} */
	const seen = [];
	globals.console.log = (/** @type {string} */ text) => seen.push(text);
	globals.console.log('replaced');
	assert.deepEqual([host.logged, seen], [[['info', 'alone']], ['replaced']]);
});

test('a long line is cut', () => {
	globals.console.log('x'.repeat(100_001));
	assert.match(String(host.logged?.[0][1]), /^x{100000} … \(1 more characters\)$/);
});

test('too many lines are left out, and so is too long a text', () => {
	for (let at = 0; at < 6000; at += 1) globals.console.log('x');
	assert.equal(host.logged?.length, 5001);
	assert.deepEqual(host.logged?.at(-1), [
		'warning',
		'a render may log 5000 lines with 2000000 characters; the rest is left out'
	]);
	host = new Host(isolate);
	const { console } = /** @type {any} */ (create_globals(host));
	for (let at = 0; at < 30; at += 1) console.log('x'.repeat(1e5));
	assert.equal(host.logged?.length, 21);
	assert.deepEqual(host.logged?.at(-1)?.[0], 'warning');
});

test('in dev lines and timers have the stack of their call', () => {
	host = new Host({ ...isolate, is_dev: true });
	/** @type {any} */ (create_globals(host).console).info('x');
	const id = host.timer(() => {}, 1);
	assert.match(String(host.logged?.[0][2]), /host\.test\.js/);
	assert.match(String(host.notes?.timers.get(id)), /host\.test\.js/);
	host.deliver([{ id, value: null }]);
	assert.equal(host.notes?.timers.size, 0);
});

test('globals of a render are its own, and those of the realm are read through', () => {
	assert.equal(globals.JSON, JSON);
	assert.deepEqual([globals.globalThis, globals.self, globals.global], [globals, globals, globals]);
	globals.JSON = 'mine';
	globals.fetch = 'mine';
	assert.equal(Object.getOwnPropertyDescriptor(globals, 'JSON')?.value, 'mine');
	assert.notEqual(JSON, 'mine');
	const other = /** @type {any} */ (create_globals(host));
	assert.equal(other.JSON, JSON);
	assert.equal(typeof other.fetch, 'function');
});

test('refusals of a frozen realm are told from other errors', () => {
	const refused = { kind: /** @type {const} */ ('unknown'), name: 'TypeError', stack: '', at: null };
	for (const message of [
		"Cannot assign to read only property 'x' of object",
		'Cannot add property x, object is not extensible',
		"Cannot delete property 'x' of [object Array]",
		'Cannot redefine property: x'
	]) {
		assert.equal(host.is_refusal({ ...refused, message }), true, message);
		assert.equal(host.is_refusal({ ...refused, message, name: 'Error' }), false);
		assert.equal(new Host(isolate, true).is_refusal({ ...refused, message }), false);
		assert.equal(new Host({ ...isolate, is_frozen: false }).is_refusal({ ...refused, message }), false);
	}
	assert.equal(host.is_refusal({ ...refused, message: 'x is not a function' }), false);
});

test('the origin of the page', () => {
	assert.equal(host.origin, '');
	host.url = 'https://example.com:8443/a/b?c';
	assert.equal(host.origin, 'https://example.com:8443');
});
