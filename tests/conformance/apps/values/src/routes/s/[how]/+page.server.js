import { error, redirect } from '@sveltejs/kit';
import { values } from '#lib/values.js';

const after = async (ms, end) => {
	await new Promise((resolve) => setTimeout(resolve, ms));
	return end();
};
const streams = {
	many: () => Object.fromEntries([...'dcba'].map((name, i) => [name, after(10 + 15 * (4 - i), () => name)])),
	list: () => ({ list: [after(25, () => 1), after(10, () => 2), 3] }),
	map: () => ({ map: new Map([[1, after(10, () => 'in a map')]]) }),
	deep: () => ({ a: { b: [{ c: after(10, () => 'deep') }] } }),
	nested: () => ({ a: after(10, () => ({ b: after(10, () => ({ c: after(10, () => 'third') })), d: 1 })) }),
	same: () => {
		const one = after(10, () => ({ x: 1 }));
		return { a: one, b: one, c: [one] };
	},
	httperror: () => ({ a: after(10, () => error(418, 'tea', { more: [1] })) }),
	redirect: () => ({ a: after(10, () => redirect(303, '/')) }),
	throw: () => ({
		a: after(10, () => {
			throw new Error('secret');
		})
	}),
	mixed: () => ({
		a: after(10, () => error(400, 'first')),
		b: after(30, () => 'fine'),
		c: after(50, () => error(500, 'last'))
	}),
	undefined: () => ({ a: after(10, () => undefined), b: after(30, () => null), c: after(50, () => 0), d: after(70, () => '') }),
	falsyerror: () => ({ a: after(10, () => Promise.reject(null)) }),
	bad: () => ({ a: after(10, () => () => 1), b: after(30, () => 'after') }),
	value: (name) => ({ a: after(10, () => values[name]()), vec: values.vec().vec }),
	settled: () => ({ a: Promise.resolve('a'), b: Promise.resolve('b') }),
	settledfailed: () => ({ a: Promise.reject(new Error('x')), b: Promise.resolve('b') })
};

export const load = ({ params, url }) => streams[params.how](params.how === 'value' && url.searchParams.get('value'));
