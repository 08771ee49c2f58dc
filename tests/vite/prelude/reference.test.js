/** The Web APIs of the prelude beside Node's own: each script has the same outcome in both. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Realm } from '../support/realm.js';

const realm = await Realm.create();
const AsyncFunction = /** @type {FunctionConstructor} */ ((async () => {}).constructor);

/** What a script gives, or the name of what it throws; as JSON. @param {string} script */
const observed = (script) => `
	const bytes = (...values) => new Uint8Array(values);
	const name_of = async (fn) => { try { await fn(); return 'no error'; } catch (error) { return error?.name ?? error; } };
	const all = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return parts; };
	const plain = (value) => value instanceof Uint8Array ? [...value] : value === undefined ? 'undefined' : value;
	return JSON.stringify(await (async () => { ${script} })(), (_, value) => plain(value));`;

/** @type {Record<string, string[]>} */
const SCRIPTS = {
	headers: [
		"return [...new Headers({ b: '2', A: '1', 'set-cookie': 'x' })]",
		"const h = new Headers([['Set-Cookie', 'a=1'], ['set-cookie', 'b=2']]); return [h.getSetCookie(), h.get('set-cookie'), [...h], h.has('SET-COOKIE')]",
		"const h = new Headers(); h.append('x', ' a\\t'); h.append('X', 'b'); h.set('y', 1); h.delete('Y'); return [h.get('x'), h.get('y'), h.has('y')]",
		"const seen = []; new Headers({ b: '2', a: '1' }).forEach((value, name) => seen.push(name + value)); return seen",
		"return [...new Headers({ b: '2', a: '1' }).keys(), ...new Headers({ b: '2', a: '1' }).values(), ...new Headers(new Headers({ a: '1' })).entries()]",
		"return [await name_of(() => new Headers({ 'a b': '1' })), await name_of(() => new Headers([['a']])), await name_of(() => new Headers({ a: '\\n1\\0' })), await name_of(() => new Headers({ a: '€' })), await name_of(() => new Headers().get('')), await name_of(() => new Headers(1))]",
		"return [String(new Headers()), Headers.name, new Headers({ a: 'é' }).get('a')]",
		"return await name_of(() => Response.error().headers.set('a', 'b'))",
		"class Own extends Headers { *[Symbol.iterator]() { yield ['own', '1']; } } return [[...new Headers(new Own({ a: '1' }))], await name_of(() => new Headers({ [Symbol('x')]: 'a' }))]",
		"return [Request, Response].map((type) => ['body', 'bodyUsed', 'headers', 'text', 'json', 'formData'].map((name) => Object.hasOwn(type.prototype, name)))"
	],
	responses: [
		"const r = Response.json({ a: [1] }, { status: 201 }); return [r.status, r.headers.get('content-type'), await r.json(), r.ok, r.bodyUsed]",
		"const r = new Response('é'); return [r.headers.get('content-type'), [...await r.bytes()], r.bodyUsed, await name_of(() => r.text()), await name_of(() => r.clone())]",
		"return [await new Response(bytes(0xef, 0xbb, 0xbf, 195, 169)).text(), await new Response('\\ufeffa').text(), await new Response('\\ud800').text()]",
		"const r = new Response('a'); const c = r.clone(); return [await r.text(), await c.text(), c.bodyUsed]",
		"const r = new Response('abc'); const body = r.body; const c = r.clone(); return [await c.text(), await r.text(), body.locked]",
		'return [[...new Uint8Array(await new Response(bytes(1, 2, 3).subarray(1)).arrayBuffer())], [...await new Response(new DataView(bytes(1, 2, 3).buffer, 1)).bytes()], [...await new Response(new Uint16Array([258])).bytes()]]',
		'return [new Response(null).body, new Response().body, await new Response().text(), (await new Response().arrayBuffer()).byteLength]',
		"return [await name_of(() => new Response('a', { status: 204 })), new Response(null, { status: 204 }).status, await name_of(() => new Response('', { status: 99 })), await name_of(() => new Response('', { status: 600 })), await name_of(() => new Response('', { statusText: '\\n' }))]",
		"const r = Response.redirect('http://a/b', 307); return [r.status, r.headers.get('location'), r.type, await name_of(() => Response.redirect('http://a', 200)), await name_of(() => Response.redirect('/x'))]",
		'const r = Response.error(); return [r.status, r.type, r.ok, r.body, r.url, r.redirected, r.clone().type]',
		"const first = new Response('x', { status: 202, headers: { a: 'b' } }); const r = new Response(first.body, first); return [r.status, r.headers.get('a'), await r.text()]",
		"const parts = await all(new Response('abc').body); return [parts.length, [...parts[0]]]",
		"const r = new Response('abc'); const reader = r.body.getReader(); const before = r.bodyUsed; await reader.read(); return [before, r.bodyUsed, r.body.locked, await name_of(() => r.text())]",
		"const r = new Response('abc'); await r.body.cancel(); return [r.bodyUsed, await name_of(() => r.text())]",
		'const stream = new ReadableStream({ start(c) { c.enqueue(bytes(97)); c.enqueue(bytes(98)); c.close(); } }); const r = new Response(stream); return [r.body === stream, await r.text(), r.bodyUsed]',
		"return await name_of(() => new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } })).text())",
		'const stream = new ReadableStream(); stream.getReader(); return await name_of(() => new Response(stream))',
		"const r = new Response(new URLSearchParams('a=1&b=%20')); const f = await r.formData(); return [r.headers.get('content-type'), [...f]]",
		"const f = new FormData(); f.append('a', 'x\\ny'); f.append('f', new File(['hé'], 'n\"ä.txt', { type: 'text/plain' })); f.append('a', '2'); const r = new Response(f); const back = await r.formData(); const file = back.get('f'); return [r.headers.get('content-type').slice(0, 30), back.getAll('a'), file.name, file.type, await file.text(), file.size]",
		"return [await name_of(() => new Response('{').json()), await name_of(() => new Response('a').formData()), await new Response('1').json()]",
		"const b = await new Response('a', { headers: { 'content-type': 'text/x' } }).blob(); return [b.type, b.size, await b.text()]",
		"const r = new Response(new Blob(['b'], { type: 'text/b' })); return [r.headers.get('content-type'), await r.text()]",
		"const seen = []; for (const type of ['Text/Plain', 'text/html; Charset=\"utf-8\"', 'nonsense', '', 'a/b, c/d', 'a/b, nonsense', 'a/b;x=\",c/d', 'text/plain;charset=x;charset=y', ' a/b ', 'a/b;x=\"y z\"', 'a/b;x=\"y\\\\z\"q;v', 'a/b;;x=;y=1', 'a/ b', 'text/css;charset=x, text/css', 'text/css;charset=x, text/html', '*/*']) seen.push((await new Response('x', { headers: { 'content-type': type } }).blob()).type); return seen",
		"const form = async (type, text) => [...await new Response(text, { headers: { 'content-type': type } }).formData()]; const seen = [await form('text/plain, application/x-www-form-urlencoded', 'a=1'), await form('application/x-www-form-urlencoded; charset=x', '\\ufeffa=1&b=%zz&=')]; for (const part of ['Content-Disposition: form-data; name=\"a\"\\r\\n\\r\\n\\ufeffx', 'Content-Disposition: form-data; name=\"a%22%0D%0A%20\\\\\"\\r\\n\\r\\n1', 'content-disposition: form-data; name=\"ü\"\\r\\nX-Other: 1\\r\\n\\r\\n1', 'Content-Disposition: form-data; name=\"a\"\\r\\nContent-Type: application/octet-stream\\r\\n\\r\\n1']) seen.push(await form('multipart/form-data; boundary=xx', '--xx\\r\\n' + part + '\\r\\n--xx--\\r\\n')); return seen",
		"const form = (text, type = 'multipart/form-data; boundary=xx') => name_of(() => new Response(text, { headers: { 'content-type': type } }).formData()); const seen = [await form(''), await form('--xx--', 'multipart/form-data')]; for (const head of ['Content-Type: text/plain', 'Content-Disposition: form-data', 'Content-Disposition: attachment; name=\"a\"', 'Content-Disposition: form-data; name=\"a\\\\\"b\"']) seen.push(await form('--xx\\r\\n' + head + '\\r\\n\\r\\n1\\r\\n--xx--\\r\\n')); return seen",
		'const f = await new Response(\'--xx\\r\\nContent-Disposition: form-data; name="f"; filename="n%22\\\\.txt"\\r\\nContent-Type: text/x; charset=utf-8\\r\\n\\r\\n1\\r\\n--xx\\r\\nContent-Disposition: form-data; name="g"; filename=""\\r\\n\\r\\n\\r\\n--xx--\\r\\n\', { headers: { \'content-type\': \'multipart/form-data; boundary=xx\' } }).formData(); return [...f].map(([name, file]) => [name, file.name, file.type, file.size])',
		"const f = new FormData(); for (const name of ['a\"b', 'a\\r\\nb', 'a\\\\b', '', 'ü']) f.append(name, '\\ufeff' + name); f.append('n', new Blob([]), null); const back = await new Response(f).formData(); return [...back].map(([name, value]) => [name, value.name ?? value])",
		'const { buffer } = bytes(1); structuredClone(buffer, { transfer: [buffer] }); return await new Response(buffer).text()',
		"return [Object.prototype.toString.call(new Response()), new Response({}).headers.get('content-type'), await new Response({}).text(), await new Response(12).text()]",
		"const reader = new Response('abcdef').body.getReader({ mode: 'byob' }); const { value, done } = await reader.read(new Uint8Array(4)); return [[...value], done]"
	],
	requests: [
		"const r = new Request('http://a/b?c#d'); return [r.url, r.method, r.mode, r.credentials, r.redirect, r.cache, r.referrer, r.destination, r.body, r.signal.aborted, r.keepalive, r.integrity, r.duplex]",
		"return [new Request('http://a', { method: 'post', body: 'x' }).method, new Request('http://a', { method: 'patch', body: 'x' }).method, new Request('http://a', { method: 'delete' }).method]",
		"return [await name_of(() => new Request('/x')), await name_of(() => new Request('http://u:p@a/')), await name_of(() => new Request('http://a', { body: 'x' })), await name_of(() => new Request('http://a', { method: 'TRACE' })), await name_of(() => new Request('http://a', { method: 'a b' })), await name_of(() => new Request('http://a', { mode: 'x' })), await name_of(() => new Request('http://a', { redirect: 'x' })), await name_of(() => new Request('http://a', { signal: {} }))]",
		"const a = new Request('http://a', { method: 'POST', body: 'x', headers: { a: '1' } }); const b = new Request(a, { headers: { b: '2' } }); return [a.bodyUsed, await b.text(), b.method, [...b.headers], await name_of(() => new Request(a))]",
		"const a = new Request('http://a', { method: 'POST', body: 'x' }); const c = a.clone(); return [await a.text(), await c.text(), c.method, c.headers.get('content-type')]",
		"const c = new AbortController(); const r = new Request('http://a', { signal: c.signal }); const again = new Request(r); c.abort('why'); return [r.signal.aborted, r.signal.reason, again.signal.aborted, new Request('http://a').signal.aborted]",
		"const stream = () => new ReadableStream({ start(c) { c.enqueue(bytes(97)); c.close(); } }); return [await name_of(() => new Request('http://a', { method: 'POST', body: stream() })), await new Request('http://a', { method: 'POST', body: stream(), duplex: 'half' }).text()]",
		"return [await new Request('http://a', { method: 'POST', body: '{\"a\":1}' }).json(), new Request(new URL('http://a/x')).url, String(new Request('http://a'))]",
		"const a = new Request('http://a', { method: 'POST', body: 'x' }); const b = new Request(a, { body: 'y' }); return [await a.text(), await b.text()]"
	],
	'conversions of arguments': [
		"const seen = []; for (const [name, value] of [['mode', 'x'], ['credentials', null], ['referrerPolicy', 'x'], ['priority', 'x'], ['priority', 'high'], ['referrerPolicy', 'origin'], ['redirect', { toString: () => 'error' }]]) seen.push(await name_of(() => new Request('http://a', { [name]: value }))); return seen",
		"const seen = []; for (const referrer of ['', 'about:client', 'http://b.test/', 'nonsense', '/relative']) { try { seen.push(new Request('http://a', { referrer }).referrer); } catch (e) { seen.push(e.name); } } return seen",
		"return [[1, 0, 'x', null, undefined].map((keepalive) => new Request('http://a', { keepalive }).keepalive), [null, undefined, 'x', 5].map((integrity) => new Request('http://a', { integrity }).integrity)]",
		"return [Response.redirect('http://a', '307').status, new Response(null, { status: '404' }).status, new Response(null, { status: 65736 }).status, await name_of(() => new Response(null, 5)), new Response(null, null).status]",
		'const seen = [Response.prototype.json.call({}), Request.prototype.text.call(null)].map((promise) => (promise.catch(() => {}), typeof promise.then)); return seen',
		"return [new Blob([], null).type, await name_of(() => new Blob([], 5)), await name_of(() => new Blob([], { endings: 'x' })), await new Blob(['abcdef']).slice(NaN).text(), await new Blob(['abcdef']).slice('2', 4.9).text(), await new Blob(['abcdef']).slice(null, -2).text()]",
		"const made = (lastModified) => new File([], 'f', { lastModified }).lastModified; return [made(null), made('77'), made(NaN), await name_of(() => made(5n)), new File([], 'f', null).type]",
		"const e = new Event('x'); e.initEvent('y', true, true); const seen = [e.type, e.bubbles, e.cancelable]; for (const init of [5, 'x', null, undefined]) seen.push(await name_of(() => new Event('x', init))); return [...seen, await name_of(() => new EventTarget().removeEventListener('x', 5)), await name_of(() => new EventTarget().removeEventListener('x', null))]",
		"const c = new CloseEvent('close', { code: '7', reason: null, wasClean: 1 }); const m = new MessageEvent('message', { data: null, ports: [] }); return [c.code, c.reason, c.wasClean, m.data, Object.isFrozen(m.ports), await name_of(() => new MessageEvent('message', { ports: 5 })), await name_of(() => new MessageEvent('message', { ports: null }))]"
	],
	'blobs and files': [
		"const b = new Blob(['aé', bytes(98), new Blob(['c'])], { type: 'Text/Plain' }); return [b.size, b.type, await b.text(), [...await b.bytes()], await b.slice(1, 3).text(), b.slice(0, 1, 'x/y').type, b.slice(-1).size]",
		"const f = new File(['x'], 'a.txt', { lastModified: 5 }); return [f.name, f.lastModified, f.size, f.type, f instanceof Blob, String(f), String(new Blob())]",
		"return (await all(new Blob(['ab']).stream())).map((part) => [...part])",
		"const f = new FormData(); f.append('a', '1'); f.append('a', '2'); f.set('b', new Blob(['x'])); f.delete('c'); return [f.get('a'), f.getAll('a'), f.has('b'), f.get('b').name, f.get('b') instanceof File, [...f.keys()], f.get('x')]",
		"const f = new FormData(); f.append('a', 1); f.append('n', null); return [[...f.entries()], String(f), await name_of(() => f.append('a', 'b', 'c'))]",
		"return [(await new Blob(['abc']).arrayBuffer()).byteLength, await new Blob([new Uint16Array([97])]).text(), new Blob().size]"
	],
	streams: [
		"return await all(ReadableStream.from(['a', 'b']))",
		'return await all(new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).pipeThrough(new TransformStream({ transform(x, c) { c.enqueue(x + 1); } })))',
		"const seen = []; await ReadableStream.from([1, 2]).pipeTo(new WritableStream({ write(x) { seen.push(x); }, close() { seen.push('closed'); } })); return seen",
		'const [a, b] = ReadableStream.from([1]).tee(); return [await all(a), await all(b)]',
		"let why; const s = new ReadableStream({ cancel(reason) { why = reason; } }); await s.cancel('enough'); return why",
		'const s = new ReadableStream(); s.getReader(); return [s.locked, await name_of(() => s.getReader())]',
		"const r = new ReadableStream({ start(c) { c.error(new RangeError('x')); } }).getReader(); return await name_of(() => r.read())",
		'return [new CountQueuingStrategy({ highWaterMark: 3 }).highWaterMark, new ByteLengthQueuingStrategy({ highWaterMark: 1 }).size(bytes(1, 2)), new CountQueuingStrategy({ highWaterMark: 1 }).size()]',
		"return (await all(ReadableStream.from(['é', '😀']).pipeThrough(new TextEncoderStream()))).map((part) => [...part])",
		"return (await all(ReadableStream.from([bytes(195), bytes(169)]).pipeThrough(new TextDecoderStream()))).join('')",
		'const w = new WritableStream().getWriter(); await w.ready; await w.write(1); await w.close(); return [w.desiredSize, await w.closed === undefined]',
		'return [String(new ReadableStream()), String(new TransformStream()), String(new WritableStream())]',
		"const s = new ReadableStream({ type: 'bytes', pull(c) { c.enqueue(bytes(1, 2)); c.close(); } }); return (await all(s)).map((part) => [...part])",
		"const error = new Error('x'); const s = ReadableStream.from((async function* () { yield 1; throw error; })()); const r = s.getReader(); await r.read(); return await name_of(() => r.read())"
	],
	compression: [
		...['gzip', 'deflate', 'deflate-raw'].map(
			(format) =>
				`const z = await new Response(new Blob(['hé'.repeat(50)]).stream().pipeThrough(new CompressionStream('${format}'))).bytes(); return [z.length < 60, await new Response(new Blob([z]).stream().pipeThrough(new DecompressionStream('${format}'))).text()]`
		),
		"return await new Response(new Blob([Uint8Array.fromBase64('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==')]).stream().pipeThrough(new DecompressionStream('gzip'))).text()",
		"return [await name_of(() => new CompressionStream('zip')), await name_of(() => new Response(new Blob(['no gzip at all']).stream().pipeThrough(new DecompressionStream('gzip'))).text())]",
		...['gzip', 'deflate', 'deflate-raw'].map(
			(format) =>
				`const z = await new Response(new Blob(['a']).stream().pipeThrough(new CompressionStream('${format}'))).bytes(); const unpacked = (...parts) => name_of(() => new Response(ReadableStream.from(parts).pipeThrough(new DecompressionStream('${format}'))).text()); return [await unpacked(z), await unpacked(z.subarray(0, 3), z.subarray(3)), await unpacked(z, bytes()), await unpacked(bytes(...z, 0, 0)), await unpacked(bytes(...z, ...z)), await unpacked(z, z), await unpacked(z, bytes(0)), await unpacked(z.subarray(0, -1))]`
		)
	],
	events: [
		"const e = new CustomEvent('x', { detail: { a: 1 }, cancelable: true }); return [e.type, e.detail, e.cancelable, new CustomEvent('y').detail, e instanceof Event]",
		"const t = new EventTarget(); const seen = []; const c = new AbortController(); t.addEventListener('x', () => seen.push(1), { once: true }); t.addEventListener('x', { handleEvent() { seen.push(2); } }); t.addEventListener('x', () => seen.push(3), { signal: c.signal }); t.dispatchEvent(new Event('x')); c.abort(); t.dispatchEvent(new Event('x')); return seen",
		"const t = new EventTarget(); t.addEventListener('x', (e) => e.preventDefault()); return [t.dispatchEvent(new Event('x', { cancelable: true })), t.dispatchEvent(new Event('x'))]",
		"const t = new EventTarget(); const seen = []; t.addEventListener('x', (e) => { seen.push(1); e.stopImmediatePropagation(); }); t.addEventListener('x', () => seen.push(2)); t.dispatchEvent(new Event('x')); return seen",
		"const c = new AbortController(); const seen = []; c.signal.onabort = (e) => seen.push(e.type); c.signal.addEventListener('abort', () => seen.push('listener')); c.abort(); c.abort(); return [seen, c.signal.reason.name, c.signal.reason.message, String(c.signal)]",
		"const a = new AbortController(); const any = AbortSignal.any([a.signal, AbortSignal.any([new AbortController().signal])]); let n = 0; any.addEventListener('abort', () => n++); a.abort('r'); return [any.aborted, any.reason, n, await name_of(() => any.throwIfAborted())]",
		'return [AbortSignal.abort().reason.name, AbortSignal.any([AbortSignal.abort(1)]).reason, AbortSignal.any([]).aborted, await name_of(() => new AbortSignal()), await name_of(() => AbortSignal.any([{}]))]',
		"const m = new MessageEvent('message', { data: { a: 1 }, origin: 'o', lastEventId: '3' }); return [m.data, m.origin, m.lastEventId, m.source, m.ports]",
		"const e = new CloseEvent('close', { code: 1000, reason: 'r', wasClean: true }); return [e.code, e.reason, e.wasClean]"
	],
	'URL patterns and URLs': [
		"const p = new URLPattern({ pathname: '/users/:id(\\\\d+)' }); return [p.test('http://a/users/7'), p.test('http://a/users/x'), p.exec('http://a/users/7').pathname.groups.id]",
		"return [URL.parse('x', 'http://a/').href, URL.parse('//'), URL.canParse('http://a')]"
	],
	crypto: [
		"const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('key'), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']); const s = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('The quick brown fox jumps over the lazy dog')); return [new Uint8Array(s).toHex(), await crypto.subtle.verify('HMAC', key, s, new TextEncoder().encode('The quick brown fox jumps over the lazy dog')), await crypto.subtle.verify('HMAC', key, s, bytes(1)), key.type, key.extractable, key.algorithm, key.usages, String(key)]",
		...['SHA-1', 'SHA-384', 'SHA-512'].map(
			(hash) =>
				`const key = await crypto.subtle.importKey('jwk', { kty: 'oct', k: 'AQIDBA' }, { name: 'HMAC', hash: '${hash}' }, true, ['sign']); return [new Uint8Array(await crypto.subtle.sign({ name: 'HMAC' }, key, bytes(1))).toHex(), await crypto.subtle.exportKey('jwk', key), new Uint8Array(await crypto.subtle.exportKey('raw', key)).toHex()]`
		),
		"const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, false, ['sign']); return [key.algorithm, await name_of(() => crypto.subtle.exportKey('raw', key)), await name_of(() => crypto.subtle.verify('HMAC', key, bytes(1), bytes(1)))]",
		"return [await name_of(() => crypto.subtle.importKey('raw', bytes(), { name: 'HMAC', hash: 'SHA-1' }, true, ['sign'])), await name_of(() => crypto.subtle.importKey('raw', bytes(1), { name: 'HMAC', hash: 'SHA-1' }, true, [])), await name_of(() => new CryptoKey())]",
		"const imported = (fields, usages = ['sign']) => name_of(() => crypto.subtle.importKey('jwk', { kty: 'oct', k: 'a2V5', ...fields }, { name: 'HMAC', hash: 'SHA-256' }, true, usages)); const seen = []; for (const fields of [{ alg: 'HS512' }, { alg: 'HS256' }, { kty: 'RSA' }, { k: undefined }, { k: '*' }, { k: '' }, { use: 'enc' }, { use: 'sig' }, { key_ops: ['verify'] }, { key_ops: ['sign', 'sign'] }, { key_ops: ['sign', 'verify'] }, { ext: false }]) seen.push(await imported(fields)); return seen",
		"const imported = (data, more, format = 'raw', usages = ['sign']) => name_of(() => crypto.subtle.importKey(format, data, { name: 'HMAC', hash: 'SHA-256', ...more }, true, usages)); const seen = []; for (const length of [8, 9, 16, 24, 0, undefined]) seen.push(await imported(bytes(1, 2), { length })); for (const data of ['key', {}, null, [1], { kty: 'oct', k: 'a2V5' }]) seen.push(await imported(data)); for (const format of ['spki', 'RAW', undefined]) seen.push(await imported(bytes(1), {}, format)); for (const usages of [['decrypt'], ['nothing'], 'sign', null]) seen.push(await imported(bytes(1), {}, 'raw', usages)); return seen",
		"const made = async (length) => name_of(() => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1', length }, true, ['sign'])); const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, ['sign', 'verify']); const seen = [await made(0), await made(-1), await made(7), await name_of(() => crypto.subtle.exportKey('x', key)), await name_of(() => crypto.subtle.verify('HMAC', key, 'x', bytes()))]; for (const data of ['x', null, [1]]) seen.push(await name_of(() => crypto.subtle.sign('HMAC', key, data))); return seen",
		"const seen = []; for (const name of ['MD5', null, undefined, {}, 5]) seen.push(await name_of(() => crypto.subtle.digest(name, bytes(1)))); return [...seen, await name_of(() => crypto.subtle.digest()), await name_of(() => crypto.getRandomValues())]",
		'return [typeof Crypto, typeof SubtleCrypto, crypto instanceof Crypto, crypto.subtle instanceof SubtleCrypto, String(crypto), String(crypto.subtle)]'
	],
	buffers: [
		"const b = Buffer.from('abé'); return ['ascii', 'base64', 'base64url', 'hex', 'latin1', 'ucs2', 'utf8'].map((name) => [b[`${name}Slice`](), b[`${name}Slice`](0, 2), Buffer.alloc(8)[`${name}Write`]('YWJj', 1)])",
		"const b = Buffer.alloc(16); b.writeBigUint64LE(7n, 0); b.writeBigUint64BE(9n, 8); return [b.toString('hex'), String(b.readBigUint64LE(0)), String(b.readBigUint64BE(8))]",
		"return [[1, 1], [1], []].map((args) => Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), ...args).toString('hex'))",
		"const code_of = (f) => { try { return f(); } catch (error) { return [error.name, error.code]; } }; return [() => Buffer.from('a').toString('x'), () => Buffer.from(null), () => Buffer.from({}), () => Buffer.from(() => {}), () => Buffer.from(Symbol('x')), () => Buffer.from(5), () => Buffer.alloc(-1), () => Buffer.alloc('5'), () => Buffer.alloc(2, 'a', 'x'), () => Buffer.concat(['a']), () => Buffer.alloc(4).fill('x', 0, 9), () => Buffer.alloc(4).write(5), () => Buffer.alloc(4).write('abc', 9), () => Buffer.alloc(4).write('abc', 'x'), () => Buffer.copyBytesFrom('a'), () => Buffer.alloc(4).copy(Buffer.alloc(4), -1)].map(code_of)",
		"const b = Buffer.from('hello'); return [['utf8', -2], ['utf8', 0, -1], ['utf8', 1, 3], [undefined, 9], ['hex', -1], ['base64url', 1, -1]].map((args) => b.toString(...args))",
		"return [Buffer.from('hé').toString('hex'), Buffer.from('aMOp', 'base64').toString(), Buffer.from([104, 105]).toString('base64'), Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(), Buffer.byteLength('é'), Buffer.isBuffer(Buffer.alloc(1)), Buffer.from('ÿ', 'latin1')[0], Buffer.from('abc').subarray(1).toString(), Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from([0, 0, 1, 2]).readUInt32BE(0), JSON.parse(JSON.stringify(Buffer.from('a'))).type]"
	],
	'structured clones': [
		"const stream = ReadableStream.from(['a', { b: 1 }]); const copy = structuredClone(stream, { transfer: [stream] }); const locked = new ReadableStream(); locked.getReader(); return [stream.locked, copy instanceof ReadableStream, await all(copy), await name_of(() => structuredClone(stream)), await name_of(() => structuredClone(locked, { transfer: [locked] }))]",
		"const value = { a: new Map([[1, new Set([new Date(5)])]]), r: /x/g, e: new RangeError('m') }; value.self = value; const c = structuredClone(value); return [c.self === c, c.a.get(1).values().next().value.getTime(), c.r.flags, c.e.name, c.e.message]",
		'const buffer = new ArrayBuffer(4); const c = structuredClone(buffer, { transfer: [buffer] }); return [c.byteLength, buffer.byteLength, await name_of(() => structuredClone(() => {}))]',
		"const c = structuredClone({ [Symbol.toStringTag]: 'x', a: [1, , 3], b: new (class Own { x = 1; get [Symbol.toStringTag]() { return 'Own'; } })(), n: Object.create(null), d: new Date(NaN), o: Object(5n) }); return [Object.keys(c), c.a.length, 1 in c.a, Object.getPrototypeOf(c.b) === Object.prototype, c.b, Object.getPrototypeOf(c.n) === Object.prototype, c.d.getTime(), typeof c.o, structuredClone(Math), structuredClone(JSON)]",
		"const own = structuredClone(new (class Own extends Error { name = 'Own'; extra = 1; })('m', { cause: { a: 1 } })); const bare = structuredClone(new TypeError()); const aggregate = structuredClone(new AggregateError([1], 'm')); return [own.name, own.constructor.name, own.message, own.extra, own.cause, bare.name, Object.hasOwn(bare, 'message'), aggregate.constructor.name, aggregate.errors, structuredClone(Object.assign(new Error('x'), { message: { toString: () => 'own' } })).message, typeof own.stack]",
		"const seen = []; for (const value of [() => {}, Symbol('x'), Object(Symbol('x')), new WeakSet(), new WeakMap(), new WeakRef({}), Promise.resolve(), (function* () {})(), (async function* () {})(), [1].values(), new Map().entries(), new Response(), new Headers(), { a: () => {} }]) seen.push(await name_of(() => structuredClone(value))); return seen",
		'const { buffer } = bytes(1, 2, 3, 4); const c = structuredClone({ a: new Uint8Array(buffer, 1, 2), b: new DataView(buffer, 2), c: new (class extends Uint16Array {})(buffer), d: new ArrayBuffer(1, { maxByteLength: 4 }) }); return [c.a, c.a.buffer === c.b.buffer, c.b.byteOffset, c.c.constructor === Uint16Array, c.c.buffer.byteLength, c.d.resizable, c.d.maxByteLength]',
		'const buffer = new ArrayBuffer(4); const view = new Uint8Array(buffer, 1); const c = structuredClone({ view, buffer }, { transfer: [buffer] }); return [c.view.length, c.view.buffer === c.buffer, view.length, await name_of(() => structuredClone(buffer)), await name_of(() => structuredClone(1, { transfer: [buffer] })), await name_of(() => structuredClone(1, { transfer: [{}] })), await name_of(() => structuredClone(1, { transfer: [1] })), await name_of(() => structuredClone(1, 5)), structuredClone(1, null), await name_of(() => structuredClone())]',
		"const b = new Blob(['x'], { type: 'a/b' }); const f = structuredClone({ b, again: b, m: new Map([[b, 1]]) }); return [f.b === f.again, f.m.has(f.b), f.b.type, await f.b.text(), JSON.parse('{\"__proto__\": 1}').__proto__ === structuredClone(JSON.parse('{\"__proto__\": 1}')).__proto__]",
		"const key = await crypto.subtle.importKey('raw', bytes(1), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']); const copy = structuredClone(key); return [copy instanceof CryptoKey, copy === key, copy.extractable, copy.usages, copy.algorithm, new Uint8Array(await crypto.subtle.sign('HMAC', copy, bytes(1)))]"
	],
	names: [
		'return [Response, Request, Headers, Blob, File, FormData, ReadableStream, WritableStream, TransformStream, URLPattern, CustomEvent, AbortSignal, AbortController, EventTarget, TextDecoderStream, CompressionStream, MessageEvent].map((type) => [type.name, type.length])'
	]
};

for (const [what, scripts] of Object.entries(SCRIPTS)) {
	describe(what, () => {
		for (const script of scripts) {
			test(script, async () => {
				const expected = await new AsyncFunction(observed(script))();
				assert.equal(realm.settled(observed(script)), expected);
			});
		}
	});
}
