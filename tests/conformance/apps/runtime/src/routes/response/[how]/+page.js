import { telling } from '#lib/tell.js';

const typed = (type, body) => new Response(body, { headers: { 'content-type': type } });
const encode = (text) => new TextEncoder().encode(text);
const multipart = [
	'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
	'--XX\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\nxyz\r\n--XX--\r\n'
].join('');

export const load = telling({
	json: () => ({
		made: async () => {
			const response = Response.json(
				{ a: [1, 'ü'] },
				{ status: 201, statusText: 'Made', headers: { 'x-own': 'o' } }
			);
			const { status, statusText, headers } = response;
			return [status, statusText, headers.get('content-type'), headers.get('x-own'), await response.text()];
		},
		kind: () => Response.json(1) instanceof Response,
		owntype: () =>
			Response.json({}, { headers: { 'content-type': 'application/ld+json' } }).headers.get('content-type'),
		values: async () => [
			await Response.json(null).json(),
			await Response.json('x').json(),
			await Response.json([]).json()
		],
		tojson: () => Response.json({ toJSON: () => 'own' }).text(),
		undefined: () => Response.json(undefined),
		function: () => Response.json(() => 1),
		circular: () => {
			const ring = {};
			ring.ring = ring;
			Response.json(ring);
		},
		nobody: () => Response.json({}, { status: 204 })
	}),
	error: () => ({
		made: () => {
			const { type, status, ok, body, statusText, url } = Response.error();
			return [type, status, ok, body, statusText, url];
		},
		immutable: () => Response.error().headers.append('a', 'b'),
		text: () => Response.error().text()
	}),
	redirect: () => ({
		usual: () => {
			const { status, headers, body, ok, redirected } = Response.redirect('http://a.test/b');
			return [status, headers.get('location'), body, ok, redirected];
		},
		statuses: () =>
			[301, 302, 303, 307, 308].map((status) => Response.redirect('http://a.test', status).status),
		normalised: () => Response.redirect(new URL('HTTP://A.test/ü b')).headers.get('location'),
		otherstatus: () => Response.redirect('http://a.test', 200),
		relative: () => Response.redirect('/b'),
		immutable: () => Response.redirect('http://a.test').headers.set('a', 'b')
	}),
	status: () => ({
		default: () => {
			const { status, statusText, ok, type, url, redirected } = new Response();
			return [status, statusText, ok, type, url, redirected];
		},
		ok: () => [200, 299, 300, 404, 500, 599].map((status) => new Response('', { status }).ok),
		nobody: () => [204, 205, 304].map((status) => new Response(null, { status }).body),
		text204: () => new Response('x', { status: 204 }),
		empty204: () => new Response('', { status: 204 }),
		text304: () => new Response('x', { status: 304 }),
		below: () => new Response(null, { status: 199 }),
		switching: () => new Response(null, { status: 101 }),
		above: () => new Response(null, { status: 600 }),
		string: () => new Response(null, { status: '404' }).status,
		nonsense: () => new Response(null, { status: 'x' }),
		statustext: () => new Response(null, { statusText: 'Very é fine' }).statusText,
		newline: () => new Response(null, { statusText: 'a\nb' }),
		snowman: () => new Response(null, { statusText: '☃' }),
		readonly: () => {
			new Response().status = 5;
		},
		called: () => Response('x'),
		badinit: () => new Response('x', 5)
	}),
	types: () => ({
		string: () => new Response('x').headers.get('content-type'),
		blob: () => new Response(new Blob(['x'], { type: 'Text/CSS' })).headers.get('content-type'),
		untyped: () => new Response(new Blob(['x'])).headers.get('content-type'),
		params: () => new Response(new URLSearchParams('a=1')).headers.get('content-type'),
		form: () =>
			/^multipart\/form-data; boundary=\S+$/.test(new Response(new FormData()).headers.get('content-type')),
		bytes: () => new Response(encode('x')).headers.get('content-type'),
		stream: () => new Response(new ReadableStream()).headers.get('content-type'),
		nothing: () => [null, undefined].map((body) => new Response(body).headers.get('content-type')),
		own: () => typed('a/b', new Blob(['x'], { type: 'c/d' })).headers.get('content-type')
	}),
	reading: () => ({
		utf8: () => new Response(encode('grüß ☃ 🎈')).text(),
		bom: () => new Response('\ufeffa').text(),
		bombytes: () => new Response('\ufeffa').bytes(),
		bomjson: () => new Response('\ufeff{"a":1}').json(),
		invalid: () => new Response(new Uint8Array([0x61, 0xff, 0xc3])).text(),
		charset: () => typed('text/plain; charset=latin1', new Uint8Array([0xe9])).text(),
		bytes: async () => [await new Response('ab').bytes(), (await new Response().bytes()).length],
		buffer: () => new Response(new Uint16Array([1, 2])).arrayBuffer(),
		view: () => new Response(new DataView(encode('abcdef').buffer, 1, 3)).text(),
		blob: async () => {
			const blob = await typed('Text/Plain;Charset=utf-8', 'ab').blob();
			return [blob.type, blob.size, await blob.text()];
		},
		blobuntyped: async () => (await new Response(encode('ab')).blob()).type,
		badjson: () => new Response('{').json(),
		emptyjson: () => new Response().json(),
		emptytext: () => new Response().text(),
		object: () => new Response({}).text()
	}),
	forms: () => ({
		params: async () => [...(await new Response(new URLSearchParams('a=1&b=+%26&a=%C3%BC&c')).formData())],
		typed: async () => [...(await typed('application/x-www-form-urlencoded;charset=x', 'a=1&=2').formData())],
		made: async () => {
			const form = new FormData();
			form.set('ü "q"', 'grüß\n');
			form.set('f', new File(['x'], 'ä "1".txt', { type: 'text/plain' }));
			const read = await new Response(form).formData();
			return [
				[...read.keys()],
				read.get('ü "q"'),
				read.get('f').name,
				read.get('f').type,
				await read.get('f').text()
			];
		},
		written: async () => {
			const form = await typed('multipart/form-data; boundary=XX', multipart).formData();
			return [form.get('a'), form.get('f').name, form.get('f').type, await form.get('f').text()];
		},
		quoted: async () => [...(await typed('Multipart/Form-Data; Boundary="XX"', multipart).formData()).keys()],
		noboundary: () => typed('multipart/form-data', multipart).formData(),
		cut: () => typed('multipart/form-data; boundary=XX', multipart.slice(0, -9)).formData(),
		json: () => Response.json({}).formData(),
		untyped: () => new Response(encode('a=1')).formData()
	}),
	streams: () => ({
		text: () => new Response(ReadableStream.from(['gr', 'ü', 'ß'].map(encode))).text(),
		split: () =>
			new Response(ReadableStream.from([...encode('ü')].map((byte) => new Uint8Array([byte])))).text(),
		strings: () => new Response(ReadableStream.from(['text'])).text(),
		failing: () => {
			const start = (controller) => controller.error(new RangeError('broken'));
			return new Response(new ReadableStream({ start })).text();
		},
		locked: () => {
			const stream = new ReadableStream();
			stream.getReader();
			return new Response(stream);
		},
		used: async () => {
			const stream = ReadableStream.from([encode('a')]);
			await stream.getReader().read();
			return new Response(stream);
		},
		body: () => {
			const stream = new ReadableStream();
			return new Response(stream).body === stream;
		},
		iterated: async () => {
			const found = [];
			for await (const part of new Response('ab').body) found.push(...part);
			return found;
		},
		copied: async () => {
			const response = new Response('copied', { status: 299, headers: { 'x-own': 'o' } });
			const copy = new Response(response.body, response);
			return [copy.status, copy.headers.get('x-own'), await copy.text(), response.bodyUsed];
		}
	}),
	clone: () => ({
		both: async () => {
			const response = new Response('both', { status: 299, headers: { a: 'b' } });
			const copy = response.clone();
			copy.headers.set('a', 'c');
			return [
				await response.text(),
				await copy.text(),
				copy.status,
				response.headers.get('a'),
				copy.headers.get('a')
			];
		},
		many: async () => {
			const response = new Response('ab');
			return Promise.all([response.clone(), response.clone(), response].map((one) => one.text()));
		},
		form: async () => {
			const form = new FormData();
			form.set('a', '1');
			const response = new Response(form);
			return [[...(await response.clone().formData())], [...(await response.formData())]];
		},
		read: async () => {
			const response = new Response('ab');
			await response.text();
			return response.clone();
		},
		empty: () => new Response().clone().body
	}),
	used: () => ({
		text: async () => {
			const response = new Response('ab');
			const before = response.bodyUsed;
			const promise = response.text();
			return [before, response.bodyUsed, await promise, response.bodyUsed];
		},
		twice: async () => {
			const response = new Response('ab');
			await response.text();
			return response.json();
		},
		nothing: async () => {
			const response = new Response();
			return [await response.text(), response.bodyUsed, await response.text()];
		},
		reader: async () => {
			const response = new Response('ab');
			const reader = response.body.getReader();
			const before = response.bodyUsed;
			await reader.read();
			return [before, response.bodyUsed, response.body.locked];
		},
		lockedread: () => {
			const response = new Response('ab');
			response.body.getReader();
			return response.text();
		},
		cancelled: async () => {
			const response = new Response('ab');
			await response.body.cancel();
			return [response.bodyUsed];
		},
		stranger: () => Response.prototype.text.call({})
	})
});
