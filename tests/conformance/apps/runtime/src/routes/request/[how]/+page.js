import { telling } from '#lib/tell.js';

const URL_A = 'http://a.test/a';
const posted = (body, init) => new Request(URL_A, { method: 'POST', body, ...init });

export const load = telling({
	made: () => ({
		url: () => [new Request('HTTP://A.test:80/ä b?c#d').url, new Request(new URL(URL_A)).url],
		defaults: () => {
			const { method, body, bodyUsed, mode, credentials, cache, redirect, integrity, keepalive } =
				new Request(URL_A);
			return [method, body, bodyUsed, mode, credentials, cache, redirect, integrity, keepalive];
		},
		more: () => {
			const { referrer, referrerPolicy, destination, duplex } = new Request(URL_A);
			return [referrer, referrerPolicy, destination, duplex];
		},
		given: () => {
			const init = {
				mode: 'same-origin',
				credentials: 'include',
				cache: 'no-store',
				redirect: 'manual',
				integrity: 'x'
			};
			const { mode, credentials, cache, redirect, integrity, keepalive } = new Request(URL_A, {
				...init,
				keepalive: true
			});
			return [mode, credentials, cache, redirect, integrity, keepalive];
		},
		readonly: () => {
			new Request(URL_A).method = 'POST';
		},
		tag: () => [String(new Request(URL_A)), Request.length, new Request(URL_A).headers instanceof Headers]
	}),
	methods: () => ({
		upper: () =>
			['get', 'Post', 'pUT', 'delete', 'head', 'options'].map(
				(method) => new Request(URL_A, { method }).method
			),
		patch: () => [
			new Request(URL_A, { method: 'PATCH' }).method,
			new Request(URL_A, { method: 'query' }).method
		],
		connect: () => new Request(URL_A, { method: 'CONNECT' }),
		trace: () => new Request(URL_A, { method: 'trace' }),
		track: () => new Request(URL_A, { method: 'TRACK' }),
		blank: () => new Request(URL_A, { method: 'a b' }),
		empty: () => new Request(URL_A, { method: '' }),
		getbody: () => new Request(URL_A, { body: 'x' }),
		headbody: () => new Request(URL_A, { method: 'head', body: 'x' }),
		getnull: () => new Request(URL_A, { body: null }).body
	}),
	wrong: () => ({
		nothing: () => new Request(),
		relative: () => new Request('/a'),
		nourl: () => new Request('http://'),
		credentials: () => new Request('http://user:word@a.test/'),
		username: () => new Request('http://user@a.test/'),
		navigate: () => new Request(URL_A, { mode: 'navigate' }),
		mode: () => new Request(URL_A, { mode: 'x' }),
		cache: () => new Request(URL_A, { cache: 'x' }),
		cached: () => new Request(URL_A, { cache: 'only-if-cached' }),
		redirect: () => new Request(URL_A, { redirect: 'x' }),
		withcredentials: () => new Request(URL_A, { credentials: 'x' }),
		window: () => new Request(URL_A, { window: 'x' }),
		signal: () => new Request(URL_A, { signal: {} }),
		headers: () => new Request(URL_A, { headers: { 'a b': '1' } }),
		init: () => new Request(URL_A, 'x'),
		called: () => Request(URL_A)
	}),
	derived: () => ({
		same: () => {
			const one = new Request(URL_A, { method: 'PUT', headers: { a: 'b' }, credentials: 'omit' });
			const two = new Request(one);
			return [two.url, two.method, two.headers.get('a'), two.credentials, one === two];
		},
		headers: () => {
			const one = new Request(URL_A, { headers: { a: 'b', c: 'd' } });
			const two = new Request(one, { headers: { a: 'x' } });
			two.headers.set('y', 'z');
			return [[...two.headers], [...one.headers]];
		},
		body: async () => {
			const one = posted('moved');
			const two = new Request(one);
			return [one.bodyUsed, two.bodyUsed, await two.text()];
		},
		newbody: async () => {
			const one = posted('kept');
			const two = new Request(one, { body: 'new' });
			return [one.bodyUsed, await two.text(), await one.text()];
		},
		othermethod: () => new Request(posted('x'), { method: 'PATCH' }).method,
		toget: () => new Request(posted('x'), { method: 'GET' }),
		used: async () => {
			const one = posted('x');
			await one.text();
			return new Request(one);
		},
		elsewhere: async () => {
			const two = new Request('http://b.test/', posted('through', { headers: { a: 'b' } }));
			return [two.url, two.method, two.headers.get('a'), await two.text()];
		}
	}),
	bodies: () => ({
		text: async () => [await posted('grüß').text(), posted('x').headers.get('content-type')],
		json: () => posted('{"a":1}').json(),
		bytes: () => posted(new Uint8Array([1, 255])).bytes(),
		view: () => posted(new DataView(new ArrayBuffer(4), 1, 2)).arrayBuffer(),
		blob: async () => {
			const request = posted(new Blob(['ab'], { type: 'a/b' }));
			return [request.headers.get('content-type'), (await request.blob()).type];
		},
		params: async () => [...(await posted(new URLSearchParams('a=1&a=2')).formData())],
		form: async () => {
			const form = new FormData();
			form.append('a', '1');
			form.append('f', new Blob(['x']), 'f.txt');
			const read = await posted(form).formData();
			return [read.get('a'), read.get('f').name, read.get('f').type];
		},
		stream: () => posted(ReadableStream.from([new Uint8Array([97])]), { duplex: 'half' }).text(),
		noduplex: () => posted(new ReadableStream()),
		full: () => posted('x', { duplex: 'full' }),
		body: () => posted('x').body instanceof ReadableStream,
		used: async () => {
			const request = posted('x');
			const before = request.bodyUsed;
			await request.text();
			return [before, request.bodyUsed];
		},
		twice: async () => {
			const request = posted('x');
			await request.text();
			return request.text();
		}
	}),
	clone: () => ({
		both: async () => {
			const one = posted('both', { headers: { a: 'b' } });
			const two = one.clone();
			two.headers.set('a', 'c');
			return [
				await one.text(),
				await two.text(),
				two.method,
				two.url,
				one.headers.get('a'),
				two.headers.get('a')
			];
		},
		used: async () => {
			const one = posted('x');
			await one.text();
			return one.clone();
		},
		bodyless: () => new Request(URL_A).clone().body
	}),
	signal: () => {
		const followed = (make) => {
			const controller = new AbortController();
			const one = make(new Request(URL_A, { signal: controller.signal }));
			const before = one.signal.aborted;
			controller.abort(new RangeError('own'));
			return [before, one.signal.aborted, one.signal.reason];
		};
		return {
			always: () => [new Request(URL_A).signal instanceof AbortSignal, new Request(URL_A).signal.aborted],
			follows: () => followed((one) => one),
			cloned: () => followed((one) => one.clone()),
			derived: () => followed((one) => new Request(one)),
			aborted: () => new Request(URL_A, { signal: AbortSignal.abort('why') }).signal.reason,
			event: () => {
				const controller = new AbortController();
				const { signal } = new Request(URL_A, { signal: controller.signal });
				const seen = [];
				signal.addEventListener('abort', (event) => seen.push(event.type, event.target === signal));
				controller.abort();
				return seen;
			},
			null: () =>
				new Request(new Request(URL_A, { signal: AbortSignal.abort() }), { signal: null }).signal.aborted
		};
	}
});
