/** Universal loads, and what else belongs to a render's data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load_data } from '../../../../vite/isolate/render/load_data.js';
import { LightUrl } from '../../../../vite/isolate/render/light_url.js';
import { create_page } from '../../../../vite/isolate/render/page.js';
import { revive } from '../../../../vite/isolate/render/revive.js';
import { revive_params } from '../../../../vite/isolate/render/route_params.js';
import { StreamedPromise } from '../../../../vite/isolate/render/streamed_promise.js';

/** @import { RenderInput } from '../../../../vite/isolate/messages.js' */

/** @param {Partial<RenderInput>} [members] @returns {RenderInput} */
const an_input = (members) => ({
	url: 'http://page/a',
	params: {},
	route: '/a',
	status: 200,
	branch: [0, 1, 2],
	data: [{ a: 1 }, null, { c: 1 }],
	form: null,
	error: null,
	headers: ['x-taken'],
	...members
});

/**
 * @param {Array<((event: any) => unknown) | null>} loads of the nodes
 * @param {(request: any) => unknown} [answer]
 * @param {Partial<RenderInput>} [members]
 */
async function loaded(loads, answer = () => assert.fail('nothing is asked'), members) {
	/** @type {any} */
	const entries = { hooks: {} };
	loads.forEach((load, i) => (entries[`n${i}`] = { universal: load && { load } }));
	const entry = /** @type {any} */ ((/** @type {string} */ name) => entries[name] ?? {});
	/** @type {any} */
	const host = {
		entry,
		ask: async (/** @type {any} */ request) => answer(request),
		is_refusal: () => false,
		map_stack: (/** @type {string} */ stack) => stack.split('\n')[0],
		ready: null
	};
	return load_data(an_input(members), entry, host);
}

test('each load gets its own server data, and what those above return', async () => {
	const { data, loaded: left } = await loaded([
		({ data }) => ({ ...data, top: true }),
		async ({ parent }) => ({ seen: await parent() }),
		null
	]);
	assert.deepEqual(data, [{ a: 1, top: true }, { seen: { a: 1, top: true } }, { c: 1 }]);
	assert.deepEqual(left, {});
});

test('loads run side by side', async () => {
	/** @type {string[]} */
	const order = [];
	const load = (/** @type {string} */ name) => async () => {
		order.push(`${name} begins`);
		await null;
		order.push(`${name} ends`);
	};
	await loaded([load('a'), load('b'), null]);
	assert.deepEqual(order, ['a begins', 'b begins', 'a ends', 'b ends']);
});

test('headers are set once', async () => {
	const set = (/** @type {Record<string, string>} */ headers) =>
		loaded([({ setHeaders }) => setHeaders(headers), null, null], () => ({ fatal: true }));
	const { loaded: left } = await set({ 'X-A': '1', 'Server-Timing': 'x' });
	assert.deepEqual(left, {
		headers: [
			['x-a', '1'],
			['server-timing', 'x']
		]
	});
	for (const [headers, message] of /** @type {Array<[Record<string, string>, RegExp]>} */ ([
		[{ 'X-Taken': '1' }, /"X-Taken" header is already set/],
		[{ 'Set-Cookie': 'a' }, /Use `event\.cookies\.set/],
		[{ 'Content-Length': '1' }, /the server sets "Content-Length"/],
		[{ 'transfer-encoding': 'chunked' }, /the server sets "transfer-encoding"/]
	])) {
		await assert.rejects(set(headers), ({ reason, at }) => message.test(reason.message) && at === 0);
	}
});

test('a failed load is replaced by the nearest error page', async () => {
	const failing = async () => {
		throw new Error('no');
	};
	/** @type {any} */
	let asked;
	const answer = (/** @type {any} */ request) => {
		asked = request;
		return {
			keep: 1,
			node: 7,
			errors: [null, null],
			error: [{ message: 1, status: 2 }, 'Sorry', 503],
			status: 503
		};
	};
	const result = await loaded([null, failing, null], answer);
	assert.deepEqual([asked.kind, asked.at, asked.error.message, asked.error.at], ['handle_error', 1, 'no', 1]);
	assert.deepEqual([result.branch, result.data, result.status], [[0, 7], [{ a: 1 }, null], 503]);
	assert.deepEqual(result.error, { message: 'Sorry', status: 503 });
});

test('there may be many headers, but not any number', async () => {
	const set = (/** @type {number} */ count, /** @type {number} */ size) => {
		const headers = Array.from({ length: count }, (_, at) => [`x-${at}`, 'x'.repeat(size)]);
		return loaded([({ setHeaders }) => setHeaders(Object.fromEntries(headers)), null, null], () => ({
			fatal: true
		}));
	};
	const { loaded: left } = await set(100, 600);
	assert.equal(/** @type {any} */ (left).headers.length, 100);
	const refused = {
		message: 'the loads of a page may set 100 headers with 65536 characters; "x-100" is too much'
	};
	await assert.rejects(set(101, 1), ({ reason }) => reason.message === refused.message);
	await assert.rejects(
		set(1, 66_000),
		({ reason }) => reason.message === refused.message.replace('x-100', 'x-0')
	);
});

test('a failure that no page can show ends the render, after its headers', async () => {
	/** @type {string[]} */
	const kinds = [];
	const failing = (/** @type {any} */ { setHeaders }) => {
		setHeaders({ a: 'b' });
		throw new Error('no');
	};
	const answer = (/** @type {any} */ { kind }) => (kinds.push(kind), { fatal: true });
	await assert.rejects(
		loaded([failing, null, null], answer),
		({ at, reason }) => at === 0 && reason.message === 'no'
	);
	assert.deepEqual(kinds, ['handle_error', 'headers']);
});

test('a server load that failed below ends the branch there', async () => {
	/** @type {number[]} */
	const ran = [];
	const load = (/** @type {number} */ i) => () => (ran.push(i), {});
	const error = { kind: /** @type {const} */ ('unknown'), name: 'E', message: 'server', stack: '', at: null };
	const answer = () => ({ fatal: true });
	await assert.rejects(
		loaded([load(0), load(1), load(2)], answer, { failed: { at: 1, error } }),
		({ reason }) => reason.message === 'server'
	);
	assert.deepEqual(ran, [0]);
});

test('streamed values are asked for when code waits for them', async () => {
	let count = 0;
	const value = new StreamedPromise(async () => (count += 1));
	// Svelte's {#await} block
	value.then(undefined, () => {});
	assert.equal(count, 0);
	assert.equal(await value, 1);
	assert.equal(await value, 1);
	assert.equal(count, 1);
	assert.equal(value.then(() => {}) instanceof StreamedPromise, false);
	const failed = new StreamedPromise(() => Promise.reject(new Error('no')));
	assert.equal(await failed.catch((error) => error.message), 'no');
});

test("devalue's form is revived, with the app's own types", async () => {
	const hooks = { transport: { Box: { decode: (/** @type {number} */ n) => `box ${n}` } } };
	/** @type {any} */
	const host = {
		ask: async (/** @type {{ number: number }} */ { number }) =>
			number === 9 ? { value: ['late'] } : { error: { kind: 'http', status: 404, message: 'no' } }
	};
	const flat = [
		{ at: 1, box: 2, soon: 4, bad: 6 },
		['Date', '2024-01-02T00:00:00.000Z'],
		['Box', 3],
		5,
		['Promise', 5],
		9,
		['Promise', 7],
		8
	];
	const input = an_input({ data: [{ plain: true }, flat], flat: [1] });
	revive(input, /** @type {any} */ (() => hooks), host);
	const [plain, { at, box, soon, bad }] = input.data;
	assert.deepEqual([plain, at, box], [{ plain: true }, new Date('2024-01-02'), 'box 5']);
	assert.equal(await soon, 'late');
	await assert.rejects(bad, (/** @type {any} */ error) => error.body.status === 404);
});

test('parameters that JSON cannot hold', () => {
	const params = { a: 'x', b: 1, c: { bigint: '12' }, d: { number: '-0' }, e: { number: 'NaN' }, f: true };
	assert.deepEqual(revive_params(params), { a: 'x', b: 1, c: 12n, d: -0, e: NaN, f: true });
});

for (const href of ['http://x/', 'https://x:1/a/b?c=/d#/e', 'http://x/a#b', 'http://x/a?']) {
	test(`a light URL agrees with a parsed one: ${href}`, () => {
		const { origin, pathname } = new LightUrl(href);
		assert.deepEqual(
			{ origin, pathname },
			{ origin: new URL(href).origin, pathname: new URL(href).pathname }
		);
	});
}

test('the URL of a page is parsed when it is read, once', () => {
	const page = create_page(an_input());
	assert.equal(page.url.href, 'http://page/a');
	assert.equal(page.url, page.url);
});
