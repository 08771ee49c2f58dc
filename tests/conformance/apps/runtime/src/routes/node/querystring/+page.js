import querystring, { escape, parse, stringify, unescape } from 'querystring';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	parse: () => ({ ...parse('a=1&b=x%20y+z&a=2&c&=d&e=%zz') }),
	separators: () => ({ ...parse('a:1;b:2', ';', ':') }),
	most: () => Object.keys(parse('a&b&c', null, null, { maxKeys: 2 })),
	stringify: () => [
		stringify({ a: [1, 'x y'], b: true, c: null, d: 'ü&' }),
		stringify({ a: 1, b: 2 }, ';', ':'),
		stringify('x'),
		stringify({})
	],
	escape: () => [escape('a b&ü'), unescape('a%20b')],
	prototype: () => Object.getPrototypeOf(parse('')),
	aliases: () => [querystring.encode === stringify, querystring.decode === parse]
});
