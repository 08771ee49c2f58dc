/** Node's builtins in a frozen realm, as renders have them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import util from 'node:util';
import { bundled } from '../../support/builtins.js';
import { Realm } from '../../support/realm.js';

class Point {
	x = 1;
}

/** @type {Record<string, (own: any) => unknown>} by what they show. any: the `util` of V8, or Node's */
const JOBS = {
	'typed arrays': ({ inspect }) => [
		inspect(new Uint8Array(2)),
		inspect(new BigInt64Array([1n])),
		inspect(new Float32Array(0))
	],
	errors: ({ inspect }) => inspect(new RangeError('x')).split('\n')[0],
	classes: ({ inspect }) => [inspect(new Point()), inspect(Point), inspect(new (class Own extends Map {})())],
	accessors: ({ inspect }) =>
		inspect({
			get a() {
				throw new Error('read');
			},
			set a(_) {},
			get b() {
				return () => {};
			}
		}),
	prototypes: ({ inspect }) => [inspect(Point.prototype), inspect({ constructor: 'x' })],
	'objects of the web': ({ inspect }) => [
		inspect(new URL('http://u:p@a.test:8/b?c#d')),
		inspect({ deep: { url: { url: new URL('http://a.test') } } }),
		inspect({ list: [new URLSearchParams('a=1&b=2'), new URLSearchParams()] }),
		inspect(new Headers({ a: '1', 'content-type': "it's" })),
		inspect(new Blob(['a'], { type: 'x/y' })),
		inspect(new AbortController()),
		inspect(new EventTarget()),
		inspect(new Response('x', { status: 201 }))
			.split('\n')
			.slice(0, 3),
		inspect(new Request('http://a.test')).split('\n').slice(0, 3),
		inspect(new (class Own extends URL {})('http://a.test')).split('\n')[0]
	],
	texts: ({ format }) => [
		format('%s', { a: { b: { c: 1 } } }),
		format('%s', [1, [2, [3]]]),
		format('%s', new Point()),
		format('%s', { toString: () => 'own' }),
		format('%s', null),
		format('%s', Object.create(null))
	]
};

describe('util in a frozen realm', async () => {
	const realm = await Realm.create();
	const { FrozenRealm } = await realm.import('isolate/realm/frozen_realm.js');
	const code = await bundled("export { inspect, format, isDeepStrictEqual } from 'util';");
	const frozen = new FrozenRealm(null);
	frozen.enter();
	const own = realm.run(
		`(() => { const exports = {}; const process = { env: {} }; ${code}; return exports; })()`
	);
	for (const [what, job] of Object.entries(JOBS)) {
		test(what, () => {
			const outcome = realm.run(`((own) => { ${Point}; return JSON.stringify((${job})(own)); })`)(own);
			assert.deepEqual(JSON.parse(outcome), job(util));
		});
	}
});
