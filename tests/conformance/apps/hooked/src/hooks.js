import { Money, Point } from './lib/point.js';

export const transport = {
	Point: {
		encode: (value) => value instanceof Point && [value.x, value.y],
		decode: ([x, y]) => new Point(x, y)
	},
	Money: {
		encode: (value) => value instanceof Money && { amount: value.amount, at: value.at },
		decode: ({ amount, at }) => new Money(amount, at)
	}
};

export const reroute = ({ url }) => {
	if (url.pathname === '/en/about') return '/about';
	if (url.pathname === '/nowhere-else') return '/not/a/route';
	if (url.pathname === '/reroute/throws') throw new Error('reroute broke');
	if (url.pathname === '/bad%zz') return '/about';
	if (url.pathname === '/slashed') return '/about/';
	if (url.pathname === '/encoded') return '/item/a%20b';
	if (url.pathname === '/aliased/api') return '/api/plain';
};
