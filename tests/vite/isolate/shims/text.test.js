/** Node's modules for paths, addresses and encodings do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparing, of_node, refusal, required } from '../../support/builtins.js';
import { Random } from '../../support/random.js';

const same = comparing((name, run) => test(name, run));

const PATHS = [
	'',
	'.',
	'/',
	'a',
	'a/',
	'/a/b',
	'../a',
	'a/../b',
	'./a.js',
	'/a/b.tar.gz',
	'.x',
	'a//b',
	'/a/./b/..',
	'ä/ö.ü'
];

same('path', {
	'one path': (path) =>
		PATHS.map((each) => [
			path.basename(each),
			path.dirname(each),
			path.extname(each),
			path.isAbsolute(each),
			path.normalize(each),
			path.parse(each),
			path.format(path.parse(each)),
			path.basename(each, '.js'),
			path.toNamespacedPath(each)
		]),
	'two paths': (path) =>
		PATHS.flatMap((a) =>
			PATHS.map((b) => [path.join(a, b), path.resolve('/x', a, b), path.relative(`/${a}`, `/${b}`)])
		),
	format: (path) => [
		path.format({ name: 'n', ext: 'e' }),
		path.format({ name: 'n', ext: '.e' }),
		path.format({ root: '/', dir: '/d', base: 'b', name: 'n', ext: 'e' })
	],
	'format, of nothing': (path) => path.format(null).length,
	constants: (path) => [path.sep, path.delimiter]
});

same('url', {
	parse: (url) =>
		[
			'http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash',
			'/a?b=1&b=2#c',
			'mailto:a@b.c',
			'//host/x',
			'HTTP://EXAMPLE.com/A b',
			'javascript:alert(1)',
			'http://[::1]:3000/',
			'',
			'?a',
			'#b',
			'http://a.b/?x=ü'
		].map((each) => ({ ...url.parse(each) })),
	'parse, with the query': (url) => [
		{ ...url.parse('/a?b=1&b=2&c=%20', true).query },
		url.parse('//host/x', false, true).host
	],
	format: (url) => [
		url.format({
			protocol: 'https',
			hostname: 'a.b',
			port: 81,
			pathname: '/c d',
			query: { e: [1, 2] },
			hash: 'f'
		}),
		url.format('http://a.b/c'),
		url.format(new URL('http://u:p@a.b/c?d#e'), { auth: false, fragment: false, search: false }),
		url.format(new URL('http://a.b/c?d#e'))
	],
	resolve: (url) => [
		url.resolve('/one/two/three', 'four'),
		url.resolve('http://example.com/one', '/two'),
		url.resolve('http://a.b/c/d', '../e?f#g')
	],
	files: (url) => [
		url.fileURLToPath('file:///a/b%20c'),
		url.fileURLToPath(new URL('file:///ä')),
		url.pathToFileURL('/a b/#?%.js').href,
		url.pathToFileURL('/ü/\\').href
	],
	'a file of another scheme': (url) => url.fileURLToPath('http://a/b'),
	'a file of a host': (url) => url.fileURLToPath('file://host/b'),
	'a file with an encoded slash': (url) => url.fileURLToPath('file:///a%2Fb'),
	'no path': (url) => url.pathToFileURL(1),
	'options of a request': (url) => ({ ...url.urlToHttpOptions(new URL('https://a:b@[::1]:8080/p?q#h')) }),
	domains: (url) => [
		url.domainToASCII('español.com'),
		url.domainToASCII('xn--iñvalid.com'),
		url.domainToUnicode('xn--espaol-zwa.com')
	]
});

const QUERIES = [
	'a=1&b=2',
	'a=1&a=2&a=3',
	'a',
	'=b',
	'',
	'a=%20+b',
	'a=%zz',
	'&&',
	'a=b=c',
	'ä=ö',
	'__proto__=1',
	'a[]=1'
];

same('querystring', {
	parse: (querystring) => QUERIES.map((each) => ({ ...querystring.parse(each) })),
	'parse, with other signs': (querystring) => ({ ...querystring.parse('a:1;b:2', ';', ':') }),
	'parse, with a decoder': (querystring) => ({
		...querystring.parse('a+=%20&b', null, null, {
			decodeURIComponent: (/** @type {string} */ text) => text.length
		})
	}),
	'parse, at most': (querystring) => ({ ...querystring.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }) }),
	stringify: (querystring) =>
		[
			{ a: 1, b: [2, 'x y'], c: '', d: null, e: undefined, f: true, g: 'ü&=', h: 1n, i: NaN, j: {} },
			{},
			[1],
			'a',
			null
		].map((each) => querystring.stringify(each)),
	'stringify, with an encoder': (querystring) =>
		querystring.stringify({ a: 'b' }, null, null, {
			encodeURIComponent: (/** @type {string} */ text) => `<${text}>`
		}),
	'stringify, with other signs': (querystring) => querystring.stringify({ a: 1, b: [2, 3] }, ';', ':'),
	escape: (querystring) => [querystring.escape("a b&ü'()*!~"), querystring.escape(1), querystring.escape({})],
	unescape: (querystring) => [
		querystring.unescape('a%20b'),
		querystring.unescape('%zz%E4é'),
		[...querystring.unescapeBuffer('a%20%zz%E4')]
	]
});

same('string_decoder', {
	'characters in pieces': ({ StringDecoder }) => {
		const decoder = new StringDecoder('utf8');
		return [
			decoder.write(Buffer.from([0xe2, 0x82])),
			decoder.write(Buffer.from([0xac])),
			decoder.end(Buffer.from([0xe2]))
		];
	},
	'every encoding, in bytes': ({ StringDecoder }) =>
		['utf8', 'utf-8', 'UTF16LE', 'base64', 'base64url', 'hex', 'latin1', 'binary', 'ascii', null].map(
			(encoding) => {
				const decoder = new StringDecoder(encoding);
				const texts = Array.from(Buffer.from('é☃🎈z'), (byte) => decoder.write(Buffer.from([byte])));
				return [decoder.encoding, ...texts, decoder.end()];
			}
		),
	'used again': ({ StringDecoder }) => {
		const decoder = new StringDecoder();
		return [
			decoder.write(Buffer.from([0xe2])),
			decoder.end(),
			decoder.write(Buffer.from('a')),
			decoder.end(Buffer.from([0xe2, 0x98, 0x83]))
		];
	},
	'kinds of data': ({ StringDecoder }) =>
		[new Uint8Array([97]), new DataView(new Uint8Array([98]).buffer), 'text', 5, null, [97]].map((data) =>
			refusal(() => new StringDecoder().write(data))
		),
	base64: ({ StringDecoder }) => {
		const decoder = new StringDecoder('base64');
		return [decoder.write(Buffer.from('ab')), decoder.end()];
	}
});

same('punycode', {
	'there and back': (punycode) => [
		punycode.toASCII('mañana.com'),
		punycode.toUnicode('xn--maana-pta.com'),
		punycode.encode('☃'),
		punycode.decode('n3h'),
		punycode.ucs2.decode('𝌆')
	]
});

const ADDRESSES = [
	'1.2.3.4',
	'1.2.3',
	'1.2.3.256',
	'01.2.3.4',
	'::1',
	'::ffff:1.2.3.4',
	'fe80::1%eth0',
	'1::2::3',
	':',
	'',
	'a',
	'12345::',
	'2001:db8:85a3::8a2e:370:7334',
	'[::1]',
	'1.2.3.4 '
];

same('net', {
	addresses: (net) => ADDRESSES.map((each) => [each, net.isIP(each), net.isIPv4(each), net.isIPv6(each)])
});

same('tty', { 'no terminal': (tty) => tty.isatty(9999) });

same('http', {
	'names of headers': (http) => http.validateHeaderName('x-a'),
	'bad names of headers': (http) => http.validateHeaderName('x a'),
	'values of headers': (http) => http.validateHeaderValue('x', 'ü'),
	'bad values of headers': (http) => http.validateHeaderValue('x', 'a\n'),
	'no value of a header': (http) => http.validateHeaderValue('x', undefined)
});

test('paths and queries that nobody has thought of', async () => {
	const ours = await required(['path', 'querystring']);
	const random = new Random(7);
	const text = (/** @type {string[]} */ parts) =>
		Array.from({ length: random.integer(1, 7) }, () => random.choice(parts)).join('');
	for (let i = 0; i < 500; i += 1) {
		const path = text(['a', '.', '..', '/', 'b.c', 'ü', ' ']);
		const query = text(['a', '=', '&', '%20', '+', '%', 'ü', 'b', '%C3%BC', '%E4', '%zz', '__proto__']);
		for (const name of ['normalize', 'dirname', 'basename', 'extname', 'parse'])
			assert.deepEqual(ours.path[name](path), of_node('path')[name](path), `${name}(${path})`);
		assert.deepEqual({ ...ours.querystring.parse(query) }, { ...of_node('querystring').parse(query) }, query);
	}
});
