/** Node's `util`, `assert` and `buffer` do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import { test } from 'node:test';
import { comparing, refusal } from '../../support/builtins.js';

const same = comparing((name, run) => test(name, run));

/** What an assertion throws. @param {() => unknown} assertion */
function failure(assertion) {
	try {
		return [assertion()];
	} catch (/** @type {any} */ { name, code, message, operator, generatedMessage }) {
		return code === 'ERR_ASSERTION' ? [message, operator, generatedMessage] : [name, code];
	}
}

same('util', {
	inspect: (util) => [
		util.inspect({
			a: 1,
			b: 'x',
			c: [undefined, null, 1n],
			d: new Map([[{}, new Set([1])]]),
			e: Symbol('s')
		}),
		util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }),
		util.inspect(
			new (class Foo {
				x = 1;
			})()
		),
		util.inspect("it's", { colors: true }),
		util.inspect(new Date(0)),
		util.inspect(Object.assign([], { 2: 3 })),
		util.inspect(Object.create(null)),
		util.inspect({ [util.inspect.custom]: () => 'mine' }),
		util.inspect.custom
	],
	'inspect, of a cycle': (util) => {
		/** @type {any} */
		const cycle = { a: [] };
		cycle.a.push(cycle);
		return util.inspect(cycle);
	},
	format: (util) => [
		util.format('%s %d %i %f %j %o %O %% %c', 'a', '1', 2.5, '3.5', { x: 1 }, [1], { y: 2 }, 'css', 'more'),
		util.format('a', 1, { b: 2 }),
		util.format(1, 2),
		util.format('%s')
	],
	promisify: async (util) => {
		/** @this {unknown} @param {number} a @param {Function} done */
		const f = function (a, done) {
			done(null, [this, a]);
		};
		const fails = (/** @type {Function} */ done) => done(new RangeError('x'));
		const custom = Object.assign(() => {}, { [util.promisify.custom]: async () => 'custom' });
		return [
			await util.promisify(f).call('me', 1),
			await util
				.promisify(fails)()
				.catch((/** @type {Error} */ error) => error.name),
			await util.promisify(custom)(),
			util.promisify(custom) === util.promisify(util.promisify(custom)),
			util.promisify.custom
		];
	},
	'promisify, of nothing': (util) => util.promisify(1),
	'promisify, of timers': (util) =>
		Promise.all([
			util.promisify(setTimeout)(1, 'a'),
			util.promisify(setImmediate)('b'),
			util.promisify(setTimeout)(1, 'c', { signal: AbortSignal.abort() }).catch(String)
		]),
	'callbackify, its name': (util) => {
		const named = async (/** @type {number} */ a) => a;
		const { name, length } = util.callbackify(named);
		return [name, length];
	},
	'callbackify, rejected with zero': (util) =>
		new Promise((resolve) => {
			const rejected = util.callbackify(async () => {
				throw 0; // oxlint-disable-line no-throw-literal -- what is tested
			});
			rejected((/** @type {any} */ { code, reason }) => resolve([code, reason]));
		}),
	'errors of the platform': (util) => util.types.isNativeError(new DOMException()),
	callbackify: (util) =>
		new Promise((resolve) => {
			util.callbackify(async (/** @type {number} */ a) => a + 1)(1, (/** @type {unknown[]} */ ...args) =>
				resolve(args)
			);
		}),
	'callbackify, rejected with nothing': (util) =>
		new Promise((resolve) => {
			const rejected = util.callbackify(async () => {
				throw undefined; // oxlint-disable-line no-throw-literal -- what is tested
			});
			rejected((/** @type {any} */ { message, code, reason }) => resolve([message, code, reason]));
		}),
	inherits: (util) => {
		class A {}
		/** @type {any} */
		const B = function () {};
		util.inherits(B, A);
		return [new B() instanceof A, B.super_ === A, Object.keys(B)];
	},
	'inherits, from nothing': (util) => util.inherits(function () {}, null),
	types: (util) => {
		const objects = [
			[
				new Date(),
				/x/,
				new Map(),
				new Set(),
				new WeakMap(),
				new WeakSet(),
				new Error('x'),
				new EvalError('x')
			],
			[new Uint8Array(), new BigInt64Array(), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1)],
			[new SharedArrayBuffer(1), new Map().keys(), new Set().values(), Promise.resolve(), {}, []],
			[async () => {}, function* () {}, async function* () {}, (function* () {})(), () => {}],
			[Object.create(Date.prototype), Object.create(Map.prototype), { [Symbol.toStringTag]: 'Date' }]
		];
		const primitives = [1, 'x', Symbol('x'), 1n, true];
		const values = [
			objects.flat(),
			primitives,
			primitives.map((value) => new Object(value)),
			[null, undefined],
			(function () {
				return arguments;
			})()
		].flat();
		const { isProxy: _, isExternal: __, ...types } = util.types;
		return Object.fromEntries(
			Object.keys(types)
				.toSorted()
				.map((name) => [name, values.map((value) => types[name](value))])
		);
	},
	isDeepStrictEqual: (util) => [
		util.isDeepStrictEqual({ a: [1, new Map([[1, { b: 2 }]])] }, { a: [1, new Map([[1, { b: 2 }]])] }),
		util.isDeepStrictEqual([1], ['1']),
		util.isDeepStrictEqual(NaN, NaN),
		util.isDeepStrictEqual(0, -0),
		util.isDeepStrictEqual(new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])),
		util.isDeepStrictEqual(new Date(0), new Date(1)),
		util.isDeepStrictEqual({ __proto__: null }, {})
	],
	'isDeepStrictEqual, of what has slots': (util) => {
		const [a, b] = ['http://a.test/', 'http://b.test/'].map((each) => new URL(each));
		/** @type {any} */
		const [cycle, other] = [{ a }, { a }];
		cycle.cycle = other.cycle = cycle;
		return [
			[a, b],
			[a, new URL(a)],
			[{ list: [a] }, { list: [b] }],
			[new Map([[1, a]]), new Map([[1, b]])],
			[cycle, other],
			[Object.assign(/a/, { lastIndex: 1 }), /a/],
			[new WeakMap(), new WeakMap()],
			[Promise.resolve(1), Promise.resolve(1)],
			[new Uint8Array(2), new Uint8Array(2)],
			[new Date(0), b]
		].map((pair) => util.isDeepStrictEqual(...pair));
	},
	'smaller ones': (util) => [
		util.stripVTControlCharacters('\u001B[31mred\u001B[39m'),
		util.toUSVString('a\uD800'),
		util.styleText(['bold', 'red'], 'x', { validateStream: false }),
		util.isArray([]),
		util._extend({ a: 1 }, { b: 2 }),
		util.debuglog('x').enabled,
		util.deprecate((/** @type {number} */ a) => a + 1, 'old', 'DEP_X')(1)
	],
	parseEnv: (util) =>
		[
			'A=1\nB=\'x y\'\n# c\nC="l\\nm"\nexport D=4\nE=',
			"A=1 # c\nB='#x' # y\nC=\"a\nb\"\nD=`x'y\"`\n F = a b \nG\nH='unclosed\nI=2",
			'A=a\'b\nB="x" y\nD=1=2\n1A=2\nA=9\r\nK=\\n',
			'A="b\\tc"\nB=\'a\\nb\'\nC="unclosed\nD=4',
			'',
			'A',
			'=1',
			'A=\n\nB=2',
			'#A=1\nC=#x',
			'A="x\n\ny"\nB=1'
		].map((text) => ({ ...util.parseEnv(text) })),
	'parseEnv, of no text': (util) => util.parseEnv(5),
	MIMEType: ({ MIMEType }) =>
		[
			'Text/HTML; Charset="utf-8"; q=1',
			'x',
			'a/b;',
			'a/b;c',
			'a/b;c=',
			'a/b;c=""',
			String.raw`a/b;c="d\"e"`,
			'a/b; c="x y";c=2',
			' a/b ',
			'a/b;c=é',
			'a/b;c=☃',
			'a /b',
			'a/b;c=x y ;d',
			'a/b;;=;c=1;',
			'/b',
			'a/b/c',
			'a/'
		].map((text) =>
			refusal(() => {
				const mime = new MIMEType(text);
				return [mime.type, mime.subtype, mime.essence, String(mime), JSON.stringify(mime), [...mime.params]];
			})
		),
	'MIMEType, changed': ({ MIMEType, MIMEParams }) => {
		const mime = new MIMEType('a/b;c=d');
		mime.type = 'X';
		mime.params.set('Q', '1 2');
		mime.params.delete('c');
		return [
			String(mime),
			mime.params.get('q'),
			mime.params.get('z'),
			mime.params.has('c'),
			mime.params instanceof MIMEParams,
			refusal(() => (mime.subtype = '/')),
			refusal(() => mime.params.set('a', '☃')),
			[...new MIMEParams()]
		];
	},
	aborted: async (util) => {
		const controller = new AbortController();
		const waiting = util.aborted(controller.signal, {});
		controller.abort();
		return [(await waiting).type, await util.aborted(AbortSignal.abort(), {})];
	},
	'aborted, of nothing': (util) => util.aborted(undefined, {}),
	getCallSites: (util) => {
		function here() {
			return util.getCallSites(1);
		}
		const [site, ...others] = here();
		return [site.functionName, typeof site.lineNumber, typeof site.scriptName, others];
	}
});

same('assert', {
	'what holds': (asserts) => {
		asserts(true);
		asserts.ok(1);
		asserts.equal(1, '1');
		asserts.strictEqual(NaN, NaN);
		asserts.deepEqual({ a: 1 }, { a: '1' });
		asserts.deepStrictEqual(new Map([[1, { a: [1] }]]), new Map([[1, { a: [1] }]]));
		asserts.notStrictEqual(1, 2);
		asserts.throws(() => {
			throw new TypeError('bad');
		}, /bad/);
		asserts.doesNotThrow(() => {});
		asserts.match('abc', /b/);
		asserts.strict.equal(1, 1);
		return asserts.rejects(Promise.reject(new Error('x')), { message: 'x' });
	},
	'ok, failed': (asserts) => asserts.ok(0, 'zero'),
	'nothing is given': (asserts) => asserts(),
	'equal, failed': (asserts) => asserts.equal(1, 2),
	'strict.equal, failed': (asserts) => asserts.strict.equal(1, '1'),
	'deepStrictEqual, failed': (asserts) => asserts.deepStrictEqual([1, [2]], [1, [3]]),
	'notEqual, failed': (asserts) => asserts.notEqual(1, 1),
	'throws, failed': (asserts) => asserts.throws(() => {}),
	'ifError, failed': (asserts) => asserts.ifError(new Error('x')),
	fail: (asserts) => asserts.fail('no'),
	'own errors': (asserts) => asserts.ok(false, new RangeError('mine')),
	NaN: (asserts) => [
		asserts.equal(NaN, NaN),
		asserts.strictEqual(NaN, NaN),
		failure(() => asserts.notEqual(NaN, NaN)),
		failure(() => asserts.equal(NaN, 1))
	],
	'another error': (asserts) => {
		const fails = () => {
			throw new TypeError('a');
		};
		return [
			failure(() => asserts.throws(fails, /b/)),
			failure(() => asserts.throws(fails, /b/, 'said')),
			failure(() => asserts.throws(fails, RangeError)),
			failure(() => asserts.throws(fails, (/** @type {Error} */ error) => error.message === 'b')),
			failure(() =>
				asserts.throws(fails, function judge() {
					return true;
				})
			),
			failure(() => asserts.throws(fails, TypeError)),
			failure(() => asserts.throws(fails, /b/, new RangeError('own'))),
			failure(() => asserts.throws(() => {}, RangeError)),
			failure(() => asserts.throws(() => {}, /x/, 'said')),
			failure(() => asserts.throws(5)),
			failure(() => asserts.throws(fails, 'a'))
		];
	},
	'another rejection': (asserts) => asserts.rejects(Promise.reject(new Error('a')), /b/),
	patterns: (asserts) => [
		failure(() => asserts.match('abc', /x/)),
		failure(() => asserts.match(5, /5/)),
		failure(() => asserts.doesNotMatch('abc', /b/)),
		failure(() => asserts.match('a', 'x')),
		failure(() => asserts.match('a', /x/, 'said'))
	],
	strict: (asserts) => [
		asserts.strict.equal === asserts.strictEqual,
		asserts.strict.strict === asserts.strict,
		asserts.strict.throws === asserts.throws,
		asserts.strict.AssertionError === asserts.AssertionError
	],
	AssertionError: (asserts) => {
		const error = new asserts.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
		return [
			error.actual,
			error.expected,
			error.operator,
			error.code,
			error.generatedMessage,
			error instanceof Error
		];
	}
});

same('buffer', {
	transcode: ({ transcode }) => [
		transcode(Buffer.from('é'), 'utf8', 'latin1').toString('hex'),
		transcode(Buffer.from('é'), 'utf8', 'utf16le').toString('hex'),
		transcode(Buffer.from('☃🎈'), 'utf8', 'ascii').toString('hex'),
		transcode(Buffer.from([0xe9]), 'latin1', 'UTF-8').toString('hex'),
		refusal(() => transcode(Buffer.from('a'), 'utf8', 'hex')),
		refusal(() => transcode('a', 'utf8', 'latin1'))
	],
	'no bytes': (buffer) => [refusal(() => buffer.isUtf8('x')), refusal(() => buffer.isAscii(5))],
	validity: (buffer) => [
		buffer.isUtf8(Buffer.from('ü')),
		buffer.isUtf8(Buffer.from([0xff])),
		buffer.isAscii(Buffer.from('a')),
		buffer.isAscii(Buffer.from('ü'))
	],
	names: (buffer) => [buffer.INSPECT_MAX_BYTES, buffer.kMaxLength, buffer.constants, buffer.kStringMaxLength]
});
