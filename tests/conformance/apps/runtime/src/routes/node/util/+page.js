import util, {
	callbackify,
	deprecate,
	format,
	inherits,
	inspect,
	isDeepStrictEqual,
	promisify,
	types
} from 'node:util';
import { telling_all } from '#lib/tell.js';

const later = (value, callback) =>
	queueMicrotask(() => (value instanceof Error ? callback(value) : callback(null, value, 'more')));

export const load = telling_all({
	format: () => [
		format('%s is %d%% %i', 'x', 1.5, '7.9'),
		format('%j', { a: [1] }),
		format('a', 'b', 1, null),
		format('%s'),
		format('%f', '1.5'),
		format(1, 2)
	],
	formatstrings: () => [
		format('%s', null),
		format('%s', 5n),
		format('%s', undefined),
		format('%s %s', 'one'),
		format('%x', 1)
	],
	inspect: () => [
		inspect({ a: 1, 'b-c': [1, 'x', null] }),
		inspect('it'),
		inspect([undefined, true, 1n]),
		inspect(null),
		inspect(() => 1)
	],
	inspectdeep: () => inspect({ a: { b: { c: { d: 1 } } } }),
	inspectkinds: () => [
		inspect(new Map([['a', 1]])),
		inspect(new Set([1])),
		inspect(new Date(0)),
		inspect(/a/g),
		inspect(Symbol('s')),
		inspect(
			new (class Point {
				x = 1;
			})()
		)
	],
	inspectring: () => {
		const ring = { name: 'ring' };
		ring.self = ring;
		return inspect(ring);
	},
	inspectown: () => inspect({ [inspect.custom]: () => 'own' }),
	customsymbol: () => inspect.custom === Symbol.for('nodejs.util.inspect.custom'),
	promisify: () => promisify(later)('value'),
	promisifyerror: () => promisify(later)(new RangeError('own')),
	promisifycustom: () => {
		const own = () => {};
		own[promisify.custom] = async () => 'custom';
		return promisify(own)();
	},
	promisifythis: async () => {
		const target = {
			name: 'this',
			get(callback) {
				callback(null, this.name);
			}
		};
		return promisify(target.get).call(target);
	},
	promisifynothing: () => promisify('x'),
	callbackify: () =>
		new Promise((resolve) =>
			callbackify(async (value) => value * 2)(21, (error, value) => resolve([error, value]))
		),
	inherits: () => {
		function Parent() {}
		Parent.prototype.name = () => 'parent';
		function Child() {}
		inherits(Child, Parent);
		return [new Child().name(), Child.super_ === Parent, new Child() instanceof Parent];
	},
	deprecate: () => deprecate((value) => value + 1, 'not any more', 'OWN1')(1),
	equal: () => [
		isDeepStrictEqual({ a: [1, new Date(0)] }, { a: [1, new Date(0)] }),
		isDeepStrictEqual([1], ['1']),
		isDeepStrictEqual(new Map([[1, {}]]), new Map([[1, {}]]))
	],
	types: () => [
		types.isPromise(Promise.resolve()),
		types.isDate(new Date()),
		types.isRegExp(/a/),
		types.isTypedArray(new Uint8Array()),
		types.isMap(new Set()),
		types.isNativeError(new TypeError('x')),
		types.isAsyncFunction(async () => {})
	],
	isproxy: () => types.isProxy({}),
	encoders: () => [util.TextEncoder === TextEncoder, util.TextDecoder === TextDecoder],
	debuglog: () => typeof util.debuglog('own'),
	colours: () => util.stripVTControlCharacters('\u001b[31mred\u001b[39m'),
	default: () => [util.format === format, typeof util.types]
});
