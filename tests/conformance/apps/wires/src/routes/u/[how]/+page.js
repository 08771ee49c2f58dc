const read = async (response) => [response.status, response.statusText, response.url, response.ok, await response.text()];
const bytes = new Uint8Array([1, 2, 60, 255]);

const size = async (stream) => {
	let found = 0;
	for await (const part of stream) found += part.length;
	return found > 0;
};

const letters = new TextEncoder().encode('abcdef');

const ways = {
	text: async ({ fetch }) => read(await fetch('/e/echo')),
	json: async ({ fetch }) => (await fetch('/e/echo')).json(),
	twice: async ({ fetch }) => [await read(await fetch('/e/who')), await read(await fetch('/e/who'))],
	again: async ({ fetch }) => {
		const response = await fetch('/e/who');
		await response.text();
		try {
			return await response.text();
		} catch (error) {
			return error.name;
		}
	},
	clone: async ({ fetch }) => {
		const response = await fetch('/e/who');
		const copy = response.clone();
		return [await response.json(), await copy.json()];
	},
	cloneonly: async ({ fetch }) => (await fetch('/e/who')).clone().text(),
	arraybuffer: async ({ fetch }) => [...new Uint8Array(await (await fetch('/e/bytes')).arrayBuffer())],
	bytes: async ({ fetch }) => [...(await (await fetch('/e/bytes')).bytes())],
	stream: async ({ fetch }) => {
		const parts = [];
		for await (const part of (await fetch('/e/stream')).body) parts.push(...part);
		return parts;
	},
	reader: async ({ fetch }) => {
		const reader = (await fetch('/e/who')).body.getReader();
		let size = 0;
		for (let part = await reader.read(); !part.done; part = await reader.read()) size += part.value.length;
		return size;
	},
	s204: async ({ fetch }) => {
		const response = await fetch('/e/s204');
		return [response.body, await response.text()];
	},
	s204json: async ({ fetch }) => (await fetch('/e/s204')).json(),
	emptyjson: async ({ fetch }) => (await fetch('/e/empty')).json(),
	empty: async ({ fetch }) => read(await fetch('/e/empty')),
	badjson: async ({ fetch }) => (await fetch('/e/html')).json(),
	error: async ({ fetch }) => read(await fetch('/e/error')),
	throw: async ({ fetch }) => read(await fetch('/e/throw', { headers: { accept: 'text/html' } })),
	redirect: async ({ fetch }) => {
		const response = await fetch('/e/redirect');
		return [response.status, response.redirected, response.type];
	},
	post: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: 'b<ü>' })),
	postbytes: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: bytes })),
	postbuffer: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: bytes.buffer })),
	postdataview: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: new DataView(letters.buffer, 1, 3) })),
	postwords: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: new Uint16Array([0x6161, 0x6262]) })),
	postpart: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: letters.subarray(2, 4) })),
	postfloats: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: new Float64Array([1.5]) })),
	postbig: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: new BigInt64Array([7n]) })),
	postletters: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: letters.buffer })),
	postparams: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: new URLSearchParams('a=1&b=ü') })),
	postempty: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: '' })),
	postnull: async ({ fetch }) => read(await fetch('/e/echo', { method: 'POST', body: null })),
	headers: async ({ fetch }) => read(await fetch('/e/echo', { headers: { 'X-Own': 'a', accept: 'x/y' } })),
	noheaders: async ({ fetch }) => read(await fetch('/e/echo', { headers: {} })),
	headersobject: async ({ fetch }) => read(await fetch('/e/echo', { headers: new Headers([['x-own', 'o'], ['accept', 'a/b']]) })),
	headerslist: async ({ fetch }) => read(await fetch('/e/echo', { headers: [['X-Own', 'l']] })),
	request: async ({ fetch, url }) => read(await fetch(new Request(new URL('/e/echo', url), { headers: { 'x-own': 'r' } }))),
	requestpost: async ({ fetch, url }) => read(await fetch(new Request(new URL('/e/echo?a=1', url), { method: 'POST', body: 'by request' }))),
	requestview: async ({ fetch, url }) => read(await fetch(new Request(new URL('/e/echo', url), { method: 'POST', body: new DataView(letters.buffer, 1, 3) }))),
	requestumlaut: async ({ fetch, url }) => read(await fetch(new Request(new URL('/e/echo', url), { method: 'POST', body: new TextEncoder().encode('ü') }))),
	responseview: async () => [
		await new Response(new DataView(letters.buffer, 1, 3)).text(),
		await new Response(new Uint16Array([0x6161, 0x6262])).text(),
		await new Response(new TextEncoder().encode('ü')).text(),
		[...new Uint8Array(await new Response('ü').arrayBuffer())]
	],
	requestplain: async ({ fetch, url }) => read(await fetch(new Request(new URL('/e/echo', url)))),
	url: async ({ fetch, url }) => read(await fetch(new URL('/e/echo?by=url#frag', url))),
	hash: async ({ fetch }) => read(await fetch('/e/echo?x=1#frag')),
	relative: async ({ fetch }) => read(await fetch('../e/echo')),
	escaped: async ({ fetch }) => read(await fetch('/e/echo?a="<&>\'')),
	cache60: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60')),
	cacheage: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60&age=25')),
	cachesmax: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60,s-maxage=5')),
	cachevary: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60&vary=*')),
	cachevary2: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60&vary=accept')),
	cachenostore: async ({ fetch }) => read(await fetch('/e/echo?cache=no-store')),
	cacheold: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=5&age=9')),
	cachepost: async ({ fetch }) => read(await fetch('/e/echo?cache=max-age=60', { method: 'POST', body: 'x' })),
	initcache: async ({ fetch }) => read(await fetch('/e/echo', { cache: 'no-store' })),
	headerget: async ({ fetch }) => {
		const response = await fetch('/e/echo');
		return [response.headers.get('x-one'), await response.text()];
	},
	headerother: async ({ fetch }) => (await fetch('/e/echo')).headers.get('x-two'),
	headermissing: async ({ fetch }) => (await fetch('/e/echo')).headers.get('x-none'),
	headerhas: async ({ fetch }) => (await fetch('/e/echo')).headers.has('x-two'),
	headerall: async ({ fetch }) => [...(await fetch('/e/echo')).headers.keys()].filter((name) => name !== 'content-length'),
	headercookie: async ({ fetch }) => {
		const response = await fetch('/e/echo?setcookie');
		return [response.headers.getSetCookie(), await response.text()];
	},
	setcookie: async ({ fetch }) => read(await fetch('/e/echo?setcookie')),
	other: async ({ fetch }) => read(await fetch('https://sub.other.test/x')),
	othernocors: async ({ fetch }) => read(await fetch('https://sub.other.test/x', { mode: 'no-cors' })),
	otherpost: async ({ fetch }) => read(await fetch('https://sub.other.test/x', { method: 'POST', body: 'x', headers: { 'x-own': '1' } })),
	samehostport: async ({ fetch }) => read(await fetch('http://conformance.test:9/e?fetch=fake')),
	fake: async ({ fetch }) => read(await fetch('/nothing?fetch=fake')),
	hookthrow: async ({ fetch }) => read(await fetch('/e/echo?fetch=throw')),
	hookerror: async ({ fetch }) => read(await fetch('/e/echo?fetch=error')),
	hookredirect: async ({ fetch }) => read(await fetch('/e/echo?fetch=redirect')),
	hookcaught: async ({ fetch }) => {
		try {
			await fetch('/e/echo?fetch=error');
		} catch (error) {
			return [error.status, error.body];
		}
	},
	omit: async ({ fetch }) => read(await fetch('/e/echo', { credentials: 'omit' })),
	order: async ({ fetch }) => {
		const [a, b] = await Promise.all([fetch('/e/stream'), fetch('/e/who')]);
		return [await b.text(), await a.text()];
	},
	bodies: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/echo'), await fetch('/e/echo', { method: 'POST', body: 'b' })];
		const [first, second] = [a.body, b.body];
		return [await size(second), await size(first)];
	},
	bodiesofbytes: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/bytes')];
		const [first, second] = [b.body, a.body];
		return [await size(second), await size(first)];
	},
	bodythentext: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/echo')];
		const stream = a.body;
		const text = await b.text();
		return [await size(stream), text.length];
	},
	bodywaittext: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/echo')];
		const stream = a.body;
		await null;
		await null;
		const text = await b.text();
		return [await size(stream), text.length];
	},
	bodylast: async ({ fetch }) => (await fetch('/e/who')).body !== null,
	textthenbuffer: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/echo')];
		const text = a.text();
		return [(await b.arrayBuffer()).byteLength > 0, await text];
	},
	bufferthentext: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/bytes')];
		const buffer = b.arrayBuffer();
		return [await a.text(), (await buffer).byteLength];
	},
	bodyunread: async ({ fetch }) => {
		const [a, b] = [await fetch('/e/who'), await fetch('/e/echo')];
		return [a.body !== null, await b.json()];
	},
	unread: async ({ fetch }) => (await fetch('/e/echo')).status,
	late: async ({ fetch }) => ({ promise: fetch('/e/who').then((response) => response.text()) }),
	page: async ({ fetch }) => {
		const response = await fetch('/h/plain', { headers: { accept: 'text/html' } });
		return [response.status, response.headers.get('x-sveltekit-page')];
	},
	data: async ({ fetch }) => read(await fetch('/h/plain/__data.json')),
	script: async ({ fetch }) => read(await fetch('/e/echo?x=</script><!--')),
	abort: async ({ fetch }) => {
		const controller = new AbortController();
		controller.abort();
		try {
			await fetch('/e/echo', { signal: controller.signal });
		} catch (error) {
			return error.name;
		}
	},
	bad: async ({ fetch }) => {
		try {
			await fetch('http://');
		} catch (error) {
			return error.name;
		}
	},
	html: async ({ fetch }) => read(await fetch('/e/html')),
	long: async ({ fetch }) => (await (await fetch('/e/long')).text()).length,
	binarytext: async ({ fetch }) => (await fetch('/e/bytes')).text(),
	instance: async ({ fetch }) => {
		const response = await fetch('/e/who');
		return [response instanceof Response, response.headers instanceof Headers, response.bodyUsed];
	}
};

export const load = async (event) => ({ got: await ways[event.params.how](event) });
