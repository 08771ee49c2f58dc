import { fail } from '@sveltejs/kit';
import { Money, Point } from '#lib/point.js';

const later = (value) => new Promise((done) => setTimeout(() => done(value), 10));

export const load = ({ url }) => {
	const point = new Point(1, 2.5);
	return {
		point,
		again: point,
		list: [new Point(0, 0), new Money(10n ** 20n, new Date(0))],
		nested: new Money(new Point(3, 4), null),
		...(url.searchParams.has('stream') && { later: later(new Point(9, 9)) })
	};
};

export const actions = {
	succeed: () => ({ point: new Point(5, 6) }),
	fail: () => fail(400, { money: new Money(1, null) })
};
