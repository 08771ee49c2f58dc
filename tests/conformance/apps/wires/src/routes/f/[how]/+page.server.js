const ways = {
	plain: ['/e/echo'],
	query: ['/e/echo?a=%20b&c=d#hash'],
	relative: ['../e/echo'],
	dot: ['./plain/../../e/echo'],
	protocolrelative: [({ url }) => `//${url.host}/e/echo`],
	other: ['https://sub.other.test/x'],
	samehostport: ['http://conformance.test:9/e/echo?fetch=fake'],
	subdomain: ['http://api.conformance.test/e?fetch=fake'],
	text: ['/e/echo', { method: 'POST', body: 'ü text' }],
	json: ['/e/echo', { method: 'PUT', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } }],
	bytes: ['/e/echo', { method: 'POST', body: new Uint8Array([65, 66]) }],
	delete: ['/e/echo', { method: 'DELETE' }],
	lower: ['/e/echo', { method: 'post', body: 'x' }],
	patch: ['/e/echo', { method: 'PATCH', body: '' }],
	headers: ['/e/echo', { headers: { Accept: 'text/x', 'Accept-Language': 'fr', Authorization: 'own', cookie: 'own=1', Referer: 'http://r.test/', 'User-Agent': 'own' } }],
	omit: ['/e/echo', { credentials: 'omit' }],
	include: ['/e/echo', { credentials: 'include' }],
	setcookie: ['/e/echo?setcookie'],
	rewrite: ['/e/who?fetch=rewrite', { method: 'POST', body: 'kept', headers: { 'x-own': 'kept' } }],
	fake: ['/nothing?fetch=fake'],
	hookthrow: ['/e/echo?fetch=throw'],
	hookerror: ['/e/echo?fetch=error'],
	hookredirect: ['/e/echo?fetch=redirect'],
	hookheader: ['/e/echo?fetch=header'],
	hookorigin: ['/e/echo?fetch=origin'],
	hookoriginpost: ['/e/echo?fetch=origin', { method: 'POST', body: 'x' }],
	hooktwice: ['/e/echo?fetch=twice&setcookie'],
	status: ['/e/echo?status=404'],
	ends204: ['/e/s204'],
	ends304: ['/e/s304'],
	endserror: ['/e/error'],
	endsthrow: ['/e/throw'],
	endsredirect: ['/e/redirect'],
	endsstream: ['/e/stream'],
	endsbytes: ['/e/bytes'],
	endsmulti: ['/e/multi'],
	endsboth: ['/e/both'],
	who: ['/e/who'],
	page: ['/h/plain', { headers: { accept: 'text/html' } }],
	pagedata: ['/h/plain/__data.json'],
	pagethrow: ['/h/throw', { headers: { accept: 'text/html' } }],
	pagestream: ['/h/stream/__data.json'],
	pagefirst: ['/h/plain?first=error'],
	action: ['/act/simple', { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } }],
	actionform: ['/h/plain', { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-sveltekit-action': 'true', accept: 'application/json' } }],
	actionplain: ['/h/plain', { method: 'POST', body: 'a=1' }],
	options: ['/h/plain', { method: 'OPTIONS' }],
	put: ['/h/plain', { method: 'PUT', body: 'x' }],
	head: ['/e/echo', { method: 'HEAD' }],
	slash: ['/e/echo/'],
	reserved: ['/h/plain?x-sveltekit-a=1'],
	encoded: ['/h/a%20b%2Fc/__data.json'],
	unicode: ['/h/ü/__data.json?ü=ü'],
	asset: ['/_app/version.json'],
	bad: ['http://']
};

export const load = async (event) => {
	const [target, init] = ways[event.params.how];
	event.cookies.set('fresh', 'f v');
	const response = await event.fetch(typeof target === 'function' ? target(event) : target, init);
	const text = await response.text();
	const html = text.startsWith('<!doctype');
	return {
		status: response.status,
		type: response.headers.get('content-type')?.split(';')[0] ?? null,
		one: response.headers.get('x-one'),
		setcookie: response.headers.getSetCookie(),
		location: response.headers.get('location'),
		body: html ? text.length > 100 : text.startsWith('{"') && !text.includes('"type"') ? JSON.parse(text) : text,
		cookies: event.cookies.getAll()
	};
};
