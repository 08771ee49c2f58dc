import { telling } from '#lib/tell.js';

const groups = (pattern, url, part = 'pathname') => new URLPattern(pattern).exec(url)?.[part].groups ?? null;

export const load = telling({
	paths: () => ({
		named: () => groups({ pathname: '/books/:id' }, 'http://a.test/books/7'),
		several: () => groups({ pathname: '/:lang/:page' }, 'http://a.test/de/über'),
		optional: () => [
			groups({ pathname: '/a/:b?' }, 'http://a.test/a'),
			groups({ pathname: '/a/:b?' }, 'http://a.test/a/c')
		],
		repeated: () => groups({ pathname: '/files/:path+' }, 'http://a.test/files/a/b/c'),
		wildcard: () => groups({ pathname: '/a/*' }, 'http://a.test/a/b/c'),
		regexp: () => [
			groups({ pathname: '/:id(\\d+)' }, 'http://a.test/12'),
			groups({ pathname: '/:id(\\d+)' }, 'http://a.test/ab')
		],
		braces: () => [
			new URLPattern({ pathname: '/a{/b}?' }).test('http://a.test/a'),
			new URLPattern({ pathname: '/a{/b}?' }).test('http://a.test/a/b')
		],
		none: () => groups({ pathname: '/x' }, 'http://a.test/y'),
		case: () => [
			new URLPattern({ pathname: '/A' }).test('http://a.test/a'),
			new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test('http://a.test/a')
		]
	}),
	urls: () => ({
		string: () => groups('http://:sub.a.test/*', 'http://www.a.test/x', 'hostname'),
		base: () => [
			new URLPattern('/a/:b', 'http://a.test').test('http://a.test/a/1'),
			new URLPattern('/a/:b', 'http://a.test').test('http://b.test/a/1')
		],
		testbase: () => new URLPattern({ pathname: '/a' }).test('/a', 'http://a.test'),
		object: () => new URLPattern({ pathname: '/a', search: 'q=*' }).test({ pathname: '/a', search: 'q=1' }),
		search: () => groups({ search: 'q=:q' }, 'http://a.test/?q=ab', 'search'),
		hash: () => new URLPattern({ hash: ':h' }).exec('http://a.test/#top').hash.groups,
		protocol: () =>
			['http', 'https', 'ftp'].map((protocol) =>
				new URLPattern({ protocol: 'http{s}?' }).test(`${protocol}://a.test`)
			),
		inputs: () => new URLPattern({ pathname: '/a' }).exec('http://a.test/a').inputs,
		input: () => new URLPattern({ pathname: '/:a' }).exec('http://a.test/b').pathname.input,
		badurl: () => [
			new URLPattern({ pathname: '/a' }).test('nonsense'),
			new URLPattern({ pathname: '/a' }).exec('nonsense')
		]
	}),
	about: () => ({
		parts: () => {
			const { protocol, hostname, port, pathname, search, hash, username } = new URLPattern(
				'https://*.a.test:99/:a(\\d+)/b?q#h'
			);
			return [protocol, hostname, port, pathname, search, hash, username];
		},
		regexps: () => [
			new URLPattern({ pathname: '/:a' }).hasRegExpGroups,
			new URLPattern({ pathname: '/(\\d+)' }).hasRegExpGroups
		],
		everything: () => [new URLPattern().test('http://a.test/x'), new URLPattern({}).pathname],
		tag: () => [new URLPattern({}) instanceof URLPattern, URLPattern.name],
		bad: () => new URLPattern({ pathname: '/(' }),
		relative: () => new URLPattern('/a'),
		called: () => URLPattern({})
	})
});
