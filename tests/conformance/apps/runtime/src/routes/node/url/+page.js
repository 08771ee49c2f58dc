import url, {
	URL as Own,
	URLSearchParams as OwnParams,
	domainToASCII,
	fileURLToPath,
	format,
	parse,
	pathToFileURL,
	resolve
} from 'url';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	classes: () => [
		Own === URL,
		OwnParams === URLSearchParams,
		new Own('http://a.test/ü').href,
		url.URL === Own
	],
	parse: () => {
		const { protocol, auth, host, port, hostname, hash, search, query, pathname, path, href } = parse(
			'http://u:p@a.test:8/p/a?q=1&r=2#h'
		);
		return [protocol, auth, host, port, hostname, hash, search, query, pathname, path, href];
	},
	parsequery: () => ({ ...parse('/a?b=1&b=2&c', true).query }),
	parserelative: () => [
		parse('/a?b').pathname,
		parse('//a.test/b', false, true).host,
		parse('mailto:a@b.test').href
	],
	format: () => [
		format({
			protocol: 'https',
			hostname: 'a.test',
			port: 8,
			pathname: '/b',
			query: { c: [1, 2] },
			hash: 'd'
		}),
		format(new Own('http://u@a.test/#b')),
		format('HTTP://a.test')
	],
	formatoptions: () =>
		format(new Own('http://u:p@a.test/b?c#d'), { auth: false, fragment: false, search: false }),
	resolve: () => [
		resolve('http://a.test/b/c', '../d?e'),
		resolve('/a/b', 'c'),
		resolve('http://a.test', '//b.test/x')
	],
	files: () => [
		fileURLToPath('file:///a/b%20c'),
		fileURLToPath(new Own('file:///x')),
		pathToFileURL('/a b#c').href
	],
	nofile: () => fileURLToPath('http://a.test'),
	domain: () => [domainToASCII('münchen.test'), domainToASCII('a.test')]
});
