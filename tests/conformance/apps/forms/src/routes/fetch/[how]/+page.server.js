export const load = async ({ fetch, params, cookies, url }) => {
	const { how } = params;
	const read = async (...args) => {
		const response = await fetch(...args);
		return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
	};
	if (how === 'get') return { got: await read('/api/echo?x=1') };
	if (how === 'relative') return { got: await read('../api/echo') };
	if (how === 'absolute') return { got: await read(`${url.origin}/api/echo`) };
	if (how === 'post') return { got: await read('/api/echo', { method: 'POST', body: 'text', headers: { 'content-type': 'application/json', 'x-own': '1' } }) };
	if (how === 'form') return { got: await read('/api/echo', { method: 'POST', body: new URLSearchParams({ a: '1' }) }) };
	if (how === 'omit') return { got: await read('/api/echo', { credentials: 'omit' }) };
	if (how === 'own') return { got: await read('/api/echo', { headers: { cookie: 'own=1', authorization: 'mine' } }) };
	if (how === 'setfirst') {
		cookies.set('fresh', 'a b');
		cookies.set('elsewhere', 'x', { path: '/elsewhere' });
		cookies.delete('sent');
		return { got: await read('/api/echo') };
	}
	if (how === 'readback') {
		await fetch('/cookies/order');
		return { a: cookies.get('a') ?? null, all: cookies.getAll() };
	}
	if (how === 'missing') return { got: await read('/nowhere', { headers: { accept: 'application/json' } }) };
	if (how === 'error') return { got: await read('/api/ends/error') };
	if (how === 'redirect') return { got: await read('/api/ends/redirect', { redirect: 'manual' }) };
	if (how === 'static') return { got: await read('/hello.txt') };
	if (how === 'statichtml') return { got: await read('/page') };
	if (how === 'data') return { got: await read('/cookies/read/__data.json') };
	if (how === 'self') return { got: (await fetch('/fetch/self')).status };
};
