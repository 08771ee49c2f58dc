import { error } from '@sveltejs/kit';
import { Vec } from '#lib/types.js';

const props = {
	plain: {},
	date: { when: new Date(0) },
	set: { seen: new Set([1]) },
	map: { map: new Map([[1, 2]]) },
	bytes: { bytes: new Uint8Array([1, 2]) },
	big: { big: 10n ** 20n },
	nan: { nan: NaN, inf: -Infinity, minus: -0 },
	undefined: { nothing: undefined, list: [undefined] },
	vec: { vec: new Vec(1, 2) },
	deep: { a: { b: { c: [{}] } } },
	text: { text: '</script>\u2028<!--"&\'' },
	function: { fn: () => 1 },
	numbers: { a: 1e21, b: 1e-7, c: 0.1, d: 5e-324, e: 1e16 }
};

export const load = ({ params }) => error(400, 'given', props[params.how]);
export const actions = { default: ({ params }) => error(400, 'acted', props[params.how]) };
