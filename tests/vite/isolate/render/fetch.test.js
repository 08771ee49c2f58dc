/** `fetch` of universal loads: what Python is asked for, and what is sent with the page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash_request } from 'lissome:kit/utils/hash.js';
import '../../../../vite/prelude/streams.js';
import '../../../../vite/prelude/fetch/index.js';
import { create_fetch, fetch_without_base } from '../../../../vite/isolate/render/fetch.js';

/** @import { FetchAnswer } from '../../../../vite/isolate/messages.js' */

/** @type {FetchAnswer} */
const ANSWER = {
	status: 200,
	status_text: 'OK',
	headers: [
		['content-type', 'application/json'],
		['etag', 'x'],
		['set-cookie', 'a=1']
	],
	body: '{"a":1}',
	b64: false,
	url: 'http://page/api',
	redirected: false
};

/** @param {Partial<FetchAnswer>} [answer] */
function caller(answer) {
	/** @type {any[]} */
	const asked = [];
	/** @type {any[]} */
	const fetched = [];
	/** @type {any} a host whose answers are there at once */
	const host = { ask: async (/** @type {any} */ request) => (asked.push(request), { ...ANSWER, ...answer }) };
	const fetch = create_fetch(host, { page: 'http://page/a/b?c', at: 1, fetched });
	return { asked, fetched, fetch, host };
}

test('URLs are relative to the page, and Python gets the whole request', async () => {
	const { asked, fetch } = caller();
	await fetch('../api?x', { method: 'post', headers: { 'X-A': '1' }, body: 'text', credentials: 'omit' });
	const [request] = asked;
	assert.deepEqual(
		request.headers.filter((/** @type {string[]} */ [name]) => name === 'x-a'),
		[['x-a', '1']]
	);
	assert.deepEqual(
		{ ...request, headers: [] },
		{
			kind: 'fetch',
			url: 'http://page/api?x',
			method: 'POST',
			headers: [],
			body: 'text',
			credentials: 'omit',
			mode: 'cors',
			redirect: 'follow',
			at: 1
		}
	);
});

for (const [what, body, expected] of /** @type {Array<[string, any, object]>} */ ([
	['a text', 'é', { body: 'é' }],
	['form fields', new URLSearchParams({ a: 'b c' }), { body: 'a=b+c' }],
	['bytes', new Uint8Array([1, 2, 255]), { body: 'AQL/', body_b64: true }],
	['a part of bytes', new Uint8Array([9, 1, 2, 255]).subarray(1), { body: 'AQL/', body_b64: true }],
	['a DataView', new DataView(new Uint8Array([1, 2]).buffer), { body: 'AQI=', body_b64: true }],
	['an ArrayBuffer', new Uint8Array([65]).buffer, { body: 'QQ==', body_b64: true }]
])) {
	test(`the body is ${what}`, async () => {
		const { asked, fetch } = caller();
		await fetch('/api', { method: 'PUT', body });
		const { body: sent, body_b64 } = asked[0];
		assert.deepEqual(body_b64 ? { body: sent, body_b64 } : { body: sent }, expected);
	});
}

test('the body of a Request', async () => {
	const { asked, fetch } = caller();
	await fetch(new Request('http://page/x', { method: 'POST', body: 'text' }));
	await fetch(new Request('http://page/x', { method: 'POST', body: new Uint8Array([255]) }));
	assert.deepEqual(
		asked.map(({ body, body_b64 }) => [body, body_b64]),
		[
			['text', undefined],
			['/w==', true]
		]
	);
});

test('redirects are treated as the load says, and the response tells of them', async () => {
	const { asked, fetch } = caller({ redirected: true });
	assert.equal((await fetch('/api', { redirect: 'error' })).redirected, true);
	assert.equal(asked[0].redirect, 'error');
});

test('no-store does not change the URL', async () => {
	const { asked, fetch } = caller();
	await fetch('/api', { cache: 'no-store' });
	assert.equal(asked[0].url, 'http://page/api');
});

test('without a load URLs are absolute', async () => {
	const { host, asked } = caller();
	const response = await fetch_without_base(host, 'http://other/x');
	assert.deepEqual([asked[0].url, await response.text()], ['http://other/x', '{"a":1}']);
	await assert.rejects(fetch_without_base(host, '/x'), { name: 'TypeError' });
});

test('what is read is recorded, with the key of the request', async () => {
	const { fetched, fetch } = caller();
	const response = await fetch('/api', { headers: { accept: 'x' } });
	assert.deepEqual(fetched, []);
	assert.deepEqual([response.status, response.url, response.redirected], [200, 'http://page/api', false]);
	assert.deepEqual(await response.json(), { a: 1 });
	assert.deepEqual(fetched, [
		{
			url: '/api',
			method: 'GET',
			hash: hash_request({ accept: 'x' }, null),
			status: 200,
			status_text: 'OK',
			headers: ANSWER.headers,
			body: '{"a":1}',
			b64: false
		}
	]);
	await assert.rejects(response.text());
	assert.equal(fetched.length, 1);
});

test('each way to read records text or base64, and bytes and blobs are not recorded', async () => {
	const { fetched, fetch } = caller({ body: 'AQL/', b64: true });
	assert.deepEqual(new Uint8Array(await (await fetch('/a')).arrayBuffer()), new Uint8Array([1, 2, 255]));
	assert.deepEqual(await (await fetch('/b')).bytes(), new Uint8Array([1, 2, 255]));
	for await (const chunk of /** @type {any} */ ((await fetch('/c')).body)) assert.equal(chunk.length, 3);
	assert.equal(await (await fetch('/d')).text(), '\x01\x02\uFFFD');
	assert.deepEqual(
		fetched.map(({ url, body, b64 }) => [url, body, b64]),
		[
			['/a', 'AQL/', true],
			['/c', 'AQL/', true],
			['/d', '\x01\x02\uFFFD', false]
		]
	);
});

test('a text that is asked for soon after a stream comes first', async () => {
	const { fetched, fetch } = caller();
	const [a, b] = await Promise.all([fetch('/a'), fetch('/b')]);
	void a.body;
	await null;
	await b.text();
	await null;
	assert.deepEqual(
		fetched.map(({ url }) => url),
		['/b', '/a']
	);
});

test('a response without a body', async () => {
	const { fetched, fetch } = caller({ status: 204, body: '' });
	const response = await fetch('/a');
	assert.equal(response.body, null);
	assert.equal(await response.text(), undefined);
	assert.deepEqual([fetched[0].body, fetched[0].b64], [undefined, false]);
});

test('what the browser cannot find is not recorded', async () => {
	const { fetched, fetch } = caller();
	await (await fetch('/a', { method: 'POST', body: new URLSearchParams({ a: 'b' }) })).text();
	assert.deepEqual(fetched, []);
});

test('headers that are not sent to the browser cannot be read', async () => {
	const { fetch } = caller({ readable: ['content-type'], hides_cookies: true });
	const { headers } = await fetch('/a');
	assert.equal(headers.get('Content-Type'), 'application/json');
	assert.equal(headers.get('missing'), null);
	assert.throws(
		() => headers.get('ETag'),
		/"etag": let filter_serialized_response_headers in hooks\.server\.py/
	);
	assert.throws(() => headers.getSetCookie(), /set-cookie/);
	const open = await caller({ readable: null }).fetch('/a');
	assert.equal(open.headers.get('etag'), 'x');
});

test('another origin must allow it, as in the browser', async () => {
	const allowing = (/** @type {string} */ origin) =>
		caller({ headers: [['Access-Control-Allow-Origin', origin]] });
	for (const origin of ['*', 'http://page']) {
		const { fetch, fetched } = allowing(origin);
		assert.equal(await (await fetch('http://other/x')).text(), ANSWER.body);
		assert.equal(fetched[0].url, 'http://other/x');
	}
	await assert.rejects(
		allowing('http://third').fetch('http://other/x'),
		/Incorrect 'Access-Control-Allow-Origin'/
	);
	await assert.rejects(caller().fetch('http://other/x'), /CORS error: No/);
	assert.equal(await (await caller().fetch('http://other/x', { mode: 'no-cors' })).text(), '');
});

test('a fetch that failed throws what Python says', async () => {
	const thrown = {
		kind: /** @type {const} */ ('unknown'),
		name: 'TypeError',
		message: 'fetch failed',
		stack: '',
		at: null
	};
	await assert.rejects(caller({ thrown }).fetch('/a'), { name: 'TypeError', message: 'fetch failed' });
});

test('a fetch that was aborted is not sent', async () => {
	const { asked, fetch } = caller();
	const controller = new AbortController();
	controller.abort();
	await assert.rejects(fetch('/a', { signal: controller.signal }), { name: 'AbortError' });
	assert.deepEqual(asked, []);
});

test('a fetch that is aborted under way gives up with its reason', async () => {
	/** @type {any} a host that never answers */
	const silent = {
		ask: (/** @type {unknown} */ _request, /** @type {AbortSignal} */ signal) =>
			new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason));
			})
	};
	const fetch = create_fetch(silent, { page: 'http://page/' });
	for (const ask of [
		(/** @type {AbortSignal} */ signal) => fetch('/a', { signal }),
		(/** @type {AbortSignal} */ signal) => fetch(new Request('http://page/a', { signal })),
		(/** @type {AbortSignal} */ signal) => fetch_without_base(silent, 'http://other/', { signal })
	]) {
		const controller = new AbortController();
		const answer = ask(controller.signal);
		setTimeout(() => controller.abort('why'));
		await assert.rejects(answer, (reason) => reason === 'why');
	}
});

test('a body can be given on, and has the bytes that the server sent', async () => {
	const { fetch } = caller({ body: '\uFEFFé', headers: [] });
	const response = await fetch('/a');
	const given = new Response(response.body, response);
	assert.deepEqual([given.status, given.headers.get('content-type'), await given.text()], [200, null, 'é']);
	assert.deepEqual([...(await (await fetch('/b')).bytes())], [0xef, 0xbb, 0xbf, 0xc3, 0xa9]);
	assert.equal(response.bodyUsed, true);
});

test('a response of the network keeps its status, its address and that it was redirected', async () => {
	const { fetch } = caller({ status: 999, url: 'http://page/there', redirected: true });
	const response = await fetch('/a');
	const clone = response.clone();
	for (const each of [response, clone])
		assert.deepEqual(
			[each.status, each.ok, each.url, each.redirected],
			[999, false, 'http://page/there', true]
		);
	assert.deepEqual(await clone.json(), { a: 1 });
	assert.deepEqual(await response.json(), { a: 1 });
});

test('an address and headers that no server takes are refused', async () => {
	const { asked, fetch } = caller();
	await fetch(`/${'a'.repeat(65_000)}`);
	await assert.rejects(fetch(`/${'a'.repeat(66_000)}`), {
		name: 'TypeError',
		message: 'the address and headers of a request may have 65536 characters, and not 66012'
	});
	await assert.rejects(fetch('/', { headers: { 'x-a': 'b'.repeat(66_000) } }), TypeError);
	assert.equal(asked.length, 1);
	assert.equal((await fetch(`data:,${'a'.repeat(66_000)}`)).status, 200);
});
