/** The values, by name. */
import { Box, Never, Vec } from './types.js';

const shared = { one: 1 };
const list = [1, 2];
const cycle = { name: 'cycle' };
cycle.self = cycle;
const ring = { list: [] };
ring.list.push(ring, { back: ring });
const vec = new Vec(1, 2);
const deep = (depth) => (depth === 0 ? 'bottom' : { a: deep(depth - 1) });
const deeplist = (depth) => (depth === 0 ? [] : [deeplist(depth - 1)]);

export const values = {
	numbers: () => [0, -0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2 ** 53 - 1, -(2 ** 53 - 1), 123456789.125, 1e20, 0.1 + 0.2],
	special: () => ({ nan: NaN, inf: Infinity, ninf: -Infinity, minus: -0, nothing: undefined, nil: null }),
	topspecial: () => ({ a: [NaN, [NaN]], b: { c: -0 } }),
	bigints: () => [2n ** 53n, -(2n ** 64n), 10n ** 40n],
	strings: () => ['', '\0', '\u2028\u2029', '</script><!--', '<SCRIPT>', ']]>', '\\', '"', "'", '\b\f\n\r\t\v', '😀', '\x7f\x80', '${a}', '`', '%s', 'é'],
	keys: () => ({ '': 1, ' ': 2, 'a.b': 3, '</script>': 4, '\u2028': 5, 10: 6, 2: 7, '-1': 8, '1.5': 9, constructor: 10, toString: 11, "it's": 12, '4294967295': 13, '01': 14 }),
	longtext: () => ({ text: 'lorem '.repeat(20000), again: 'lorem '.repeat(20000) }),
	longrepeat: () => ({ a: 'x'.repeat(200), b: 'x'.repeat(200), c: ['x'.repeat(200)] }),
	shared: () => ({ a: shared, b: shared, c: [shared, shared] }),
	sharedlist: () => ({ a: list, b: [list], c: new Map([[1, list]]) }),
	cycle: () => ({ cycle }),
	ring: () => ({ ring }),
	topcycle: () => {
		const top = { x: 1 };
		top.top = top;
		return top;
	},
	map: () => ({ map: new Map([[1, 'one'], [null, 'nil'], [2.5, new Map([[1, 2]])]]) }),
	set: () => ({ set: new Set([1]), empty: new Set(), text: new Set(['a']) }),
	dates: () => [new Date(0), new Date(-1), new Date(253402300799999), new Date(-62135596800000), new Date(1e12 + 1)],
	sameDate: () => {
		const when = new Date(5);
		return { a: when, b: when };
	},
	bytes: () => ({ some: new Uint8Array([0, 255, 60]), none: new Uint8Array(0) }),
	textmap: () => ({ map: new Map([['a', 1], ['b', new Map()]]), list: [new Map([['a', undefined]])] }),
	smallbig: () => ({ big: 1n, list: [-2n, 1] }),
	typed: () => ({
		int: [new Int8Array([-1, 2]), new Int16Array([-1, 2]), new Int32Array([-1, 2])],
		uint: [new Uint8Array([1, 255]), new Uint8ClampedArray([1, 255]), new Uint16Array([1, 255]), new Uint32Array([1, 255])],
		float: [new Float32Array([1.5, -0, NaN, Infinity, 1e21]), new Float64Array([1.5, -0, NaN, Infinity, 1e21])],
		big: [new BigInt64Array([-1n]), new BigUint64Array([2n ** 64n - 1n])],
		array: [new Float64Array([1e-7, 0.1]), new Int16Array()]
	}),
	buffers: () => ({ buffer: new TextEncoder().encode('a<b').buffer, view: new DataView(new Uint8Array([0, 255]).buffer) }),
	invaliddates: () => {
		const date = new Date(NaN);
		return { date, list: [date] };
	},
	urls: () => ({ url: new URL('https://a.test/b?c=<d>&e#f'), params: new URLSearchParams('a=1&a=2&b=%3C') }),
	regexps: () => [/a</g, /[/]"\\/u, /x/],
	deep: () => ({ deep: deep(60) }),
	deeplist: () => ({ deep: deeplist(60) }),
	table: () => ({ rows: Array.from({ length: 50 }, (_, id) => ({ id, name: `n${id % 3}`, ok: id % 2 === 0, none: null })) }),
	vec: () => ({ vec }),
	sharedvec: () => ({ a: vec, b: vec, c: [vec] }),
	nestedvec: () => ({ box: new Box([vec, new Box({ deep: new Vec(new Date(0), 10n ** 20n) })]) }),
	vecmap: () => ({ map: new Map([['a', 1], [1, new Vec(1, 2)]]), list: [new Vec(null, undefined)] }),
	vecinset: () => ({ set: new Set([new Vec(3, 4)]) }),
	veckeys: () => ({ '</script>': new Vec('</script>', '<!--') }),
	boxcycle: () => {
		const box = new Box(null);
		const holder = { box };
		box.inner = holder;
		return holder;
	},
	never: () => ({ never: new Never() }),
	topvec: () => vec,
	symbolish: () => ({ then: 1, toJSON: 'text', length: 3, hasOwnProperty: 0 }),
	arrayish: () => ({ 0: 'a', 1: 'b', length: 2 }),
	empties: () => ({ a: {}, b: [], c: [[]], d: [{}], e: '' }),
	mixed: () => [undefined, null, [undefined], { a: undefined }],
	unicodekeys: () => ({ 'ключ': 1, '😀': 2, 'a\nb': 3 }),
	bools: () => [true, false, [true]],
	fn: () => ({ a: { b: [1, () => 1] } }),
	symbol: () => ({ s: Symbol('x') }),
	instance: () => ({ list: [new (class Thing {})()] }),
	proto: () => JSON.parse('{"a":{"__proto__":1}}')
};
