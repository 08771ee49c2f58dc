import { telling } from '#lib/tell.js';

export const load = telling({
	statics: () => ({
		parse: () => [URL.parse('/a?b', 'http://a.test').href, URL.parse('nonsense'), URL.parse('http://')],
		parsed: () => URL.parse('http://a.test') instanceof URL,
		can: () => [
			URL.canParse('http://a.test'),
			URL.canParse('/a'),
			URL.canParse('/a', 'http://a.test'),
			URL.canParse('/a', 'b')
		],
		throws: () => new URL('/a'),
		none: () => URL.parse(),
		called: () => URL('http://a.test')
	}),
	parts: () => ({
		all: () => {
			const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } =
				new URL('https://us%20er:w@A.test:8080/ä/../b c?q=ü#h');
			return [href, origin, protocol, username, password, host, hostname, port, pathname, search, hash];
		},
		hosts: () =>
			['http://münchen.test', 'http://0x7f.1/', 'http://[::1]:80/', 'file:///C:/a'].map(
				(text) => new URL(text).href
			),
		set: () => {
			const url = new URL('http://a.test/a?b#c');
			Object.assign(url, { protocol: 'https', host: 'b.test:99', pathname: '/x y', search: 'q=1', hash: '' });
			return [url.href, url.port];
		},
		params: () => {
			const url = new URL('http://a.test/?a=1');
			url.searchParams.append('b', 'ü &');
			const before = url.href;
			url.search = '?c=3';
			return [before, url.searchParams.get('c'), url.searchParams.get('a')];
		},
		json: () => JSON.stringify({ url: new URL('http://a.test/b') }),
		string: () => `${new URL('//b.test', 'https://a.test')}`,
		badhref: () => {
			new URL('http://a.test').href = 'x';
		},
		tag: () => [
			Object.prototype.toString.call(new URL('http://a.test')),
			String(new URLSearchParams('a=b').entries())
		]
	}),
	params: () => ({
		from: () =>
			['?a=1&a=2', { a: '1', b: 2 }, [['a', '1']], new Map([['m', '1']]), new URLSearchParams('x=y')].map(
				(init) => String(new URLSearchParams(init))
			),
		size: () => [new URLSearchParams('a=1&a=2').size, new URLSearchParams().size],
		hasvalue: () => [new URLSearchParams('a=1').has('a', '1'), new URLSearchParams('a=1').has('a', '2')],
		deletevalue: () => {
			const params = new URLSearchParams('a=1&a=2&b=3');
			params.delete('a', '1');
			return params.toString();
		},
		sort: () => {
			const params = new URLSearchParams('c=1&a=2&b=3&a=1');
			params.sort();
			return [...params];
		},
		encoded: () => new URLSearchParams([['a b', "+&=%~*'()é"]]).toString(),
		decoded: () => [...new URLSearchParams('a+b=%2B&%zz=%C3%A9&c&=d&&')],
		set: () => {
			const params = new URLSearchParams('a=1&b=2&a=3');
			params.set('a', '9');
			return [params.toString(), params.getAll('a'), params.get('none')];
		},
		foreach: () => {
			const seen = [];
			new URLSearchParams('a=1&b=2').forEach((value, name) => seen.push(name, value));
			return seen;
		},
		iterators: () => [[...new URLSearchParams('a=1').keys()], [...new URLSearchParams('a=1').values()]],
		triple: () => new URLSearchParams([['a', 'b', 'c']])
	})
});
