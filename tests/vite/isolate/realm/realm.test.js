/** The realm that renders share: frozen, or with changes that are undone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Realm } from '../../support/realm.js';

/** True if a script throws a TypeError. @param {Realm} realm @param {string} code */
const is_refused = (realm, code) =>
	realm.run(
		`(() => { 'use strict'; try { ${code} } catch (error) { return error instanceof TypeError; } return false; })()`
	);

describe('a frozen realm', async () => {
	const realm = await Realm.create();
	const { FrozenRealm } = await realm.import('isolate/realm/frozen_realm.js');
	realm.run('var Own = class { greet() {} }; var shared = { list: [] }; var pattern = /a/g;');
	const frozen = new FrozenRealm([realm.run('Own.prototype')]);
	frozen.freeze([realm.run('shared'), realm.run('pattern')]);

	for (const change of [
		'Array.prototype.extra = 1',
		'Array.prototype.map = null',
		'delete Array.prototype.map',
		'globalThis.extra = 1',
		'globalThis.JSON = null',
		'JSON.parse = null',
		'JSON.parse.extra = 1',
		'Object.prototype.toString = null',
		'Object.setPrototypeOf(Array.prototype, null)',
		'Error.captureStackTrace = null',
		'Error.extra = 1',
		'Headers.prototype.get = null',
		'URL.prototype.extra = 1',
		'AbortSignal.any = null',
		'crypto.randomUUID = null',
		'shared.list.push(1)',
		'pattern.extra = 1',
		// intrinsics that have no name
		'Object.getPrototypeOf(function* () {}).extra = 1',
		'Object.getPrototypeOf(async () => {}).extra = 1',
		'Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())).next = null',
		'Object.getPrototypeOf([].values()).next = null',
		'Object.getPrototypeOf(new Map().values()).next = null',
		"Object.getPrototypeOf(''.matchAll(/a/g)).next = null",
		"Object.getPrototypeOf(new Headers({ a: 'b' }).entries()).next = null",
		"Object.getPrototypeOf(new URLSearchParams('a=b').entries()).next = null",
		'Error.prepareStackTrace = (_, [site]) => site; Object.getPrototypeOf(new Error().stack).extra = 1'
	]) {
		test(`refuses: ${change}`, () => assert.equal(is_refused(realm, change), true));
	}

	for (const [what, code] of Object.entries({
		'an own name of an error':
			"const e = new Error('x'); e.name = 'Mine'; e.message = 'y'; return [String(e), new Error('z').name].join()",
		'an own method of an object':
			"const o = {}; o.toString = () => 'mine'; return [`${o}`, Object.keys(o)].join()",
		'a method of a class':
			"class M extends Map {} M.prototype.get = () => 'mine'; return [new M().get(1), new Map().get(1)].join()",
		'a method of an inheriting Own':
			"const o = new Own(); o.greet = () => 'mine'; return [o.greet(), new Own().greet()].join()",
		'lastIndex of a pattern': 'pattern.lastIndex = 2; return [pattern.lastIndex].join()'
	})) {
		test(`lets programs set ${what}`, () => {
			const expected = {
				'an own name of an error': 'Mine: y,Error',
				'an own method of an object': 'mine,toString',
				'lastIndex of a pattern': '2'
			}[what];
			assert.equal(realm.run(`(() => { 'use strict'; ${code} })()`), expected ?? 'mine,');
		});
	}

	test('an override has the descriptor of an assigned property', () => {
		const descriptor = "Object.getOwnPropertyDescriptor(Object.assign(new Error(), { name: 'X' }), 'name')";
		assert.equal(
			realm.run(`JSON.stringify(${descriptor})`),
			'{"value":"X","writable":true,"enumerable":true,"configurable":true}'
		);
	});

	test('the settings of Error are reset, and so is the last match', () => {
		realm.run("Error.stackTraceLimit = 1; Error.prepareStackTrace = () => 'x'; /(.)/.test('secret')");
		assert.equal(frozen.enter(), true);
		const left = "[Error.stackTraceLimit, Error.prepareStackTrace, RegExp.$1, RegExp['$_']].join()";
		assert.equal(realm.run(left), '10,,,');
		assert.deepEqual(frozen.changed_properties().length, 0);
	});
});

describe('a frozen realm that is spoiled', async () => {
	const realm = await Realm.create();
	const { FrozenRealm } = await realm.import('isolate/realm/frozen_realm.js');
	const frozen = new FrozenRealm([]);

	test('says that it must be replaced', () => {
		assert.equal(frozen.enter(), true);
		realm.run("Object.defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false })");
		assert.equal(frozen.enter(), false);
	});
});

describe('a patchable realm', async () => {
	const realm = await Realm.create();
	const { PatchableRealm } = await realm.import('isolate/realm/patchable_realm.js');
	const { prototype } = realm.run('(class { greet() {} })');
	const patchable = new PatchableRealm([prototype]);
	const host = () => ({ patches: null });

	for (const [change, look] of [
		['Array.prototype.extra = 1', '[].extra'],
		['Array.prototype.map = () => 1', '[2].map(String)'],
		['delete Array.prototype.map', 'typeof [].map'],
		['BigInt.prototype.toJSON = () => 1', 'typeof BigInt.prototype.toJSON'],
		['globalThis.extra = 1', 'typeof extra'],
		['Object.prototype.get = () => 1', 'typeof {}.get'],
		["Object.defineProperty(Headers.prototype, 'get', { get: () => 1 })", 'typeof Headers.prototype.get'],
		['Object.setPrototypeOf(Map.prototype, { extra: 1 })', 'new Map().extra'],
		[
			'Reflect.ownKeys = () => []; Reflect.getOwnPropertyDescriptor = () => {}',
			'Reflect.ownKeys({ a: 1 }).length'
		]
	]) {
		test(`undoes and redoes: ${change}`, () => {
			const before = realm.run(`String(${look})`);
			const first = host();
			assert.equal(patchable.enter(first), true);
			realm.run(change);
			const changed = realm.run(`String(${look})`);
			assert.notEqual(changed, before);
			// another render
			assert.equal(patchable.enter(host()), true);
			assert.equal(realm.run(`String(${look})`), before);
			// the first one goes on
			assert.equal(patchable.enter(first), true);
			assert.equal(realm.run(`String(${look})`), changed);
			assert.equal(patchable.enter(null), true);
			assert.equal(realm.run(`String(${look})`), before);
		});
	}

	test('names what renders have changed', () => {
		const names = Array.from(patchable.changed_properties());
		assert.ok(names.includes('Array.prototype.extra'), names.join());
		assert.ok(names.includes('globalThis.extra'));
		assert.ok(names.includes('Map.prototype.[[Prototype]]'));
		assert.equal(new Set(names).size, names.length);
	});

	test('methods can be replaced, but not changed themselves', () => {
		assert.equal(is_refused(realm, 'Array.prototype.map.extra = 1'), true);
		assert.equal(Object.isFrozen(prototype), true);
	});

	test('says that it must be replaced if an object is closed', async () => {
		const other = await Realm.create();
		const { PatchableRealm: Patchable } = await other.import('isolate/realm/patchable_realm.js');
		const closed = new Patchable([]);
		other.run('Object.preventExtensions(WeakMap.prototype)');
		assert.equal(closed.enter(null), false);
	});

	test('says that it must be replaced if a change cannot be undone', () => {
		assert.equal(patchable.enter(null), true);
		realm.run("Object.defineProperty(Set.prototype, 'stays', { value: 1 })");
		assert.equal(patchable.enter(null), false);
	});
});
