import { telling } from '#lib/tell.js';

const size = async (stream) => {
	let found = 0;
	for await (const part of stream) found += part.length;
	return found;
};

export const load = telling({
	inputs: ({ fetch, url }) => ({
		string: async () => (await fetch('/give/text')).text(),
		absolute: async () => (await fetch(`${url.origin}/give/text`)).text(),
		object: async () => (await fetch(new URL('/give/json?by=url', url))).json(),
		request: async () => (await fetch(new Request(new URL('/give/json?by=request', url)))).json(),
		overridden: async () => {
			const request = new Request(new URL('/echo', url), {
				method: 'PUT',
				headers: { 'x-own': 'kept' },
				body: 'put'
			});
			const { method, own, bytes } = await (await fetch(request)).json();
			return [method, own, bytes.length];
		},
		headers: async () =>
			(
				await (
					await fetch('/echo', {
						headers: new Headers([
							['x-own', 'a'],
							['x-own', 'b']
						])
					})
				).json()
			).own,
		latin: async () => (await fetch('/echo', { headers: { 'x-own': 'é' } })).ok,
		options: async () =>
			(
				await fetch('/give/text', {
					cache: 'no-store',
					credentials: 'include',
					keepalive: true,
					redirect: 'follow',
					referrerPolicy: 'origin',
					priority: 'high',
					integrity: ''
				})
			).text()
	}),
	wrong: ({ fetch }) => ({
		nothing: () => fetch(),
		nourl: () => fetch('http://'),
		scheme: () => fetch('ftp://a.test/'),
		credentials: () => fetch('http://user:word@a.test/'),
		method: () => fetch('/echo', { method: 'TRACE' }),
		getbody: () => fetch('/echo', { body: 'x' }),
		header: () => fetch('/echo', { headers: { 'a b': '1' } }),
		value: () => fetch('/echo', { headers: { a: '☃' } }),
		signal: () => fetch('/echo', { signal: {} }),
		promise: () => {
			const promise = fetch('http://');
			return promise instanceof Promise && promise.catch((error) => error.name);
		}
	}),
	global: () => ({
		relative: () => globalThis.fetch('/give/text'),
		scheme: () => globalThis.fetch('unknown:x'),
		data: async () => {
			const response = await fetch('data:text/html;charset=utf-8;base64,PGI+');
			return [response.status, response.headers.get('content-type'), await response.text(), response.type];
		},
		databytes: async () => (await fetch('data:,%00%FFa')).bytes(),
		dataposted: async () => (await fetch('data:,x', { method: 'POST', body: 'y' })).text(),
		baddata: () => fetch('data:nonsense')
	}),
	unnoted: ({ fetch }) => ({
		clone: async () => (await fetch('/give/json')).clone().json(),
		blob: async () => (await (await fetch('/give/bytes')).blob()).size,
		bytes: async () => (await fetch('/give/bytes')).bytes(),
		form: async () => [...(await (await fetch('/give/params')).formData()).keys()],
		formsent: async () => {
			const body = new FormData();
			body.set('a', '1');
			return (await (await fetch('/echo', { method: 'POST', body })).json()).fields;
		},
		paramssent: async () =>
			(await (await fetch('/echo', { method: 'POST', body: new URLSearchParams('a=1') })).json()).fields
	}),
	noted: ({ fetch }) => ({
		text: async () => (await fetch('/give/text')).text(),
		json: async () => (await fetch('/give/json')).json(),
		buffer: async () => (await (await fetch('/give/bytes')).arrayBuffer()).byteLength,
		body: async () => size((await fetch('/give/stream')).body),
		nothing: async () => (await fetch('/give/nothing')).text(),
		posted: async () => (await (await fetch('/echo', { method: 'POST', body: 'ü' })).json()).bytes,
		view: async () =>
			(
				await (
					await fetch('/echo', { method: 'POST', body: new DataView(new Uint8Array([1, 2, 3]).buffer, 1) })
				).json()
			).bytes
	})
});
