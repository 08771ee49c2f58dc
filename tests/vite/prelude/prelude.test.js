/** The Web APIs of the prelude, as a realm without any has them afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Realm } from '../support/realm.js';

const realm = await Realm.create();
realm.run(`
	const makers = (setTimeout = (callback) => callback()) => {
		const globals = { setTimeout };
		for (const [name, make] of Object.entries(__lissome_per_render)) globals[name] = make(globals);
		return globals;
	};
	const name_of = (fn) => { try { fn(); return 'ok'; } catch (error) { return error.name; } };
`);

for (const [expression, expected] of Object.entries({
	// URLs
	"new URL('../c?d#e', 'http://u:p@example.com:80/a/b').href": 'http://u:p@example.com/c?d#e',
	"new URL('http://EXAMPLE.com/%7Efoo/../é').pathname": '/%C3%A9',
	"new URL('http://x/').searchParams.toString()": '',
	"URL.canParse('//')": 'false',
	"[...new URLSearchParams('a=1&b=2&a=3').getAll('a')].join()": '1,3',
	"new URLSearchParams({ q: 'é &' }).toString()": 'q=%C3%A9+%26',
	// texts and bytes
	"new TextEncoder().encode('é').join()": '195,169',
	'new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 195, 169]))': 'é',
	"new TextDecoder('utf-16le').decode(new Uint8Array([65, 0]))": 'A',
	"(() => { try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])) } catch (e) { return e.name } })()":
		'TypeError',
	"atob(btoa('\\xff'))": '\xFF',
	'structuredClone(new Map([[1, { a: new Date(0) }]])).get(1).a.getTime()': '0',
	// events
	"(() => { const t = new EventTarget(); let n = 0; t.addEventListener('x', () => n++, { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); return n })()":
		'1',
	'(() => { const c = new AbortController(); let seen; c.signal.onabort = () => (seen = c.signal.reason.name); c.abort(); c.abort(1); return [seen, c.signal.aborted, c.signal.reason.message].join() })()':
		'AbortError,true,This operation was aborted',
	"(() => { const c = new AbortController(); const any = AbortSignal.any([new AbortController().signal, c.signal]); c.abort('why'); return [any.aborted, any.reason].join() })()":
		'true,why',
	'AbortSignal.any([AbortSignal.abort(1)]).reason': '1',
	"(() => { try { AbortSignal.abort('why').throwIfAborted() } catch (e) { return e } })()": 'why',
	'(() => { try { new AbortSignal() } catch (e) { return e.name } })()': 'TypeError',
	// Node has none
	"(() => { const e = new ErrorEvent('error', { message: 'm', filename: 'f', lineno: 1, colno: 2, error: 5 }); return [e.message, e.filename, e.lineno, e.colno, e.error].join() })()":
		'm,f,1,2,5',
	// as the DOM says; Node has it otherwise
	"(() => { const t = new EventTarget(); const f = () => n++; let n = 0; for (const capture of [1, 'yes', true]) t.addEventListener('x', f, { capture }); t.dispatchEvent(new Event('x')); t.removeEventListener('x', f, { capture: 2 }); t.dispatchEvent(new Event('x')); return n })()":
		'1',
	"(() => { const t = new EventTarget(); let n = 0; t.addEventListener('x', () => n++); const e = new Event('x'); e.stopImmediatePropagation(); t.dispatchEvent(e); const before = n; t.dispatchEvent(e); return [before, n].join() })()":
		'0,1',
	// measurements
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); const seen = []; const o = new PerformanceObserver((list, own) => seen.push(...list.getEntries().map(({ name }) => name), own === o, list instanceof PerformanceObserverEntryList)); o.observe({ entryTypes: ['mark', 'measure'] }); performance.mark('a'); performance.measure('b'); const before = seen.length; tasks.splice(0).forEach((task) => task()); performance.mark('c'); o.disconnect(); tasks.forEach((task) => task()); return [before, ...seen].join() })()":
		'0,b,a,true,true',
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); const seen = []; performance.mark('early'); const o = new PerformanceObserver((list) => seen.push(list.getEntriesByName('early').length, list.getEntriesByName('late', 'mark').length, list.getEntriesByType('measure').length)); o.observe({ type: 'mark', buffered: true }); performance.mark('late'); performance.measure('m'); tasks.forEach((task) => task()); return [tasks.length, ...seen].join() })()":
		'1,1,1,0',
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); const o = new PerformanceObserver(() => {}); o.observe({ type: 'mark' }); performance.mark('a'); const taken = o.takeRecords(); return [taken[0].name, taken.length, o.takeRecords().length, name_of(() => o.observe({ entryTypes: ['mark'] })), PerformanceObserver.supportedEntryTypes].join() })()":
		'a,1,0,InvalidModificationError,mark,measure',
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); const o = new PerformanceObserver(() => {}); return [() => new PerformanceObserver(), () => new PerformanceObserver(5), () => o.observe(), () => o.observe({}), () => o.observe({ type: 'mark', entryTypes: ['mark'] }), () => o.observe({ type: 'other' })].map(name_of).join() })()":
		'TypeError,TypeError,TypeError,TypeError,TypeError,ok',
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); return [null, undefined, {}, 5, { startTime: 'x' }, { startTime: NaN }, { startTime: -1 }, { startTime: '5' }].map((options) => name_of(() => performance.mark('m', options))).join() })()":
		'ok,ok,ok,TypeError,TypeError,TypeError,TypeError,ok',
	"(() => { const tasks = []; const { performance, PerformanceObserver } = makers((task) => tasks.push(task)); return [['m', { start: 1, end: 4, duration: 3 }], ['m', { start: 1 }, 'end'], ['m', { start: -1, end: 4 }], [], ['m', null], ['m', {}], ['m', 'unknown']].map((given) => name_of(() => performance.measure(...given))).join() + performance.measure('m', { start: 9, end: 4 }).duration })()":
		'TypeError,TypeError,TypeError,TypeError,ok,ok,SyntaxError-5',
	'String(new PerformanceMark(1))': '[object PerformanceMark]',
	// messages
	"(() => { const { MessageChannel } = makers(); const outer = new MessageChannel(); const inner = new MessageChannel(); inner.port1.postMessage('early'); let seen; outer.port2.onmessage = ({ data, ports }) => { seen = [data.port === ports[0], data.port !== inner.port2]; data.port.onmessage = (event) => seen.push(event.data); }; outer.port1.postMessage({ port: inner.port2 }, { transfer: [inner.port2] }); inner.port1.postMessage('late'); return seen.join() })()":
		'true,true,early,late',
	"(() => { const { MessageChannel } = makers(); const { port1, port2 } = new MessageChannel(); const copy = structuredClone(port2, { transfer: [port2] }); const seen = [copy instanceof MessagePort, copy === port2]; for (const list of [[port2], [port1], 5, 'x', [5], [{}], null, {}]) seen.push(name_of(() => port1.postMessage(1, list))); return [...seen, name_of(() => port1.postMessage())].join() })()":
		'true,false,DataCloneError,DataCloneError,TypeError,TypeError,TypeError,DataCloneError,ok,ok,TypeError',
	"(() => { const { BroadcastChannel } = makers(); const one = new BroadcastChannel('a'); return [name_of(() => one.postMessage(() => {})), name_of(() => one.postMessage()), one.onmessageerror].join() })()":
		'DataCloneError,TypeError,',
	"(() => { const { MessageChannel } = makers(); const { port1, port2 } = new MessageChannel(); const seen = []; port1.onclose = () => seen.push('one'); port2.onclose = () => seen.push('two'); port1.close(); port2.close(); return seen.join() })()":
		'two',
	'[name_of(() => new Navigator()), navigator.languages === navigator.languages].join()': 'TypeError,true',
	// headers
	"new Headers([['A', '1'], ['a', '2']]).get('a')": '1, 2',
	// what is left of the engine
	'typeof setTimeout': 'undefined',
	'typeof Atomics.waitAsync': 'undefined',
	'self === globalThis': 'true',
	'typeof performance.now()': 'number',
	"typeof globalThis['__core-js_shared__']": 'undefined',
	'(() => { try { queueMicrotask(1) } catch (e) { return e.name } })()': 'TypeError',
	"(() => { try { DOMException.call(JSON, 'a') } catch (e) { return [e.name, DOMException.name, DOMException.length, new DOMException('m', 'AbortError').code, DOMException.ABORT_ERR, new DOMException('m') instanceof Error, new DOMException().constructor === DOMException, new (class Own extends DOMException {})('x').message].join() } })()":
		'TypeError,DOMException,0,20,20,true,true,x',
	// random numbers
	'/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())': 'true',
	'crypto.getRandomValues(new Uint32Array(4)).every((n) => n === 0)': 'false',
	'(() => { const bytes = new Uint8Array(8); crypto.getRandomValues(bytes.subarray(2, 4)); return [...bytes.subarray(0, 2), ...bytes.subarray(4)].join() })()':
		'0,0,0,0,0,0',
	'(() => { try { crypto.getRandomValues(new Uint8Array(65537)) } catch (e) { return e.name } })()':
		'QuotaExceededError'
})) {
	test(expression, () => assert.equal(String(realm.run(expression)), expected));
}

for (const [algorithm, start] of Object.entries({
	'SHA-1': 'a9993e36',
	'SHA-256': 'ba7816bf',
	'SHA-384': 'cb00753f',
	'SHA-512': 'ddaf35a1'
})) {
	test(`${algorithm} of abc`, () => {
		const data = "new TextEncoder().encode('xabcx').subarray(1, 4)";
		for (const given of [`'${algorithm.toLowerCase()}'`, `{ name: '${algorithm}' }`]) {
			const hex = realm.settled(
				`return new Uint8Array(await crypto.subtle.digest(${given}, ${data})).toHex()`
			);
			assert.equal(hex.slice(0, 8), start);
		}
	});
}

test('an unknown hash is refused', () => {
	const name = realm.settled(
		"return crypto.subtle.digest('MD5', new ArrayBuffer(1)).catch((error) => error.name)"
	);
	assert.equal(name, 'NotSupportedError');
});

for (const [what, body, read, expected] of [
	['bytes as text', 'new Uint8Array([195, 169])', 'text()', 'é'],
	['text as bytes', "'é'", 'arrayBuffer().then((b) => new Uint8Array(b).join())', '195,169'],
	[
		'a view',
		'new Uint8Array([1, 2, 3]).subarray(1)',
		'arrayBuffer().then((b) => new Uint8Array(b).join())',
		'2,3'
	],
	['a DataView', 'new DataView(new Uint8Array([65, 66]).buffer)', 'text()', 'AB'],
	['fields', "new URLSearchParams({ a: 'b c' })", 'text()', 'a=b+c'],
	['JSON', "'[1]'", 'json().then(String)', '1']
]) {
	for (const kind of ['Response', 'Request']) {
		test(`the body of a ${kind}: ${what}`, () => {
			const made =
				kind === 'Response'
					? `new Response(${body})`
					: `new Request('http://x/', { method: 'POST', body: ${body} })`;
			assert.equal(realm.settled(`return ${made}.${read}`), expected);
		});
	}
}

test('promises of WebAssembly are settled at once', () => {
	const empty = 'new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])';
	assert.equal(
		realm.settled(`return Object.keys(await WebAssembly.instantiate(${empty})).join()`),
		'module,instance'
	);
	assert.equal(
		realm.settled(
			`return (await WebAssembly.instantiate(await WebAssembly.compile(${empty}))) instanceof WebAssembly.Instance`
		),
		true
	);
});

test('there are no random numbers without a seed', async () => {
	const other = await Realm.create(false);
	assert.throws(() => other.run('crypto.randomUUID()'), { name: 'OperationError' });
});

// Node's streams that are transferred need tasks
test('a WritableStream that is transferred writes to the first one', () => {
	const script = `
		const seen = [];
		const closed = Promise.withResolvers();
		const stream = new WritableStream({ write: (chunk) => seen.push(chunk), close: closed.resolve });
		const { copy } = structuredClone({ copy: stream }, { transfer: [stream] });
		const writer = copy.getWriter();
		await writer.write('a');
		await Promise.all([writer.close(), closed.promise]);
		return [...seen, stream.locked].join();`;
	assert.equal(realm.settled(script), 'a,true');
});
