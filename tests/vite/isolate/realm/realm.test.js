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
	const frozen = new FrozenRealm(null);
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

	test('the getter of a method has it as its originalValue, where get-intrinsic looks', () => {
		const getter = "Object.getOwnPropertyDescriptor(WeakMap.prototype, 'get').get";
		assert.equal(realm.run(`${getter}.originalValue === WeakMap.prototype.get`), true);
		assert.equal(is_refused(realm, `${getter}.originalValue = null`), true);
	});

	test('the settings of Error are reset, and so is the last match', () => {
		realm.run("Error.stackTraceLimit = 1; Error.prepareStackTrace = () => 'x'; /(.)/.test('secret')");
		assert.equal(frozen.leave(), true);
		const left = "[Error.stackTraceLimit, Error.prepareStackTrace, RegExp.$1, RegExp['$_']].join()";
		assert.equal(realm.run(left), '10,,,');
		assert.deepEqual(frozen.changed_properties().length, 0);
	});
});

describe('a frozen realm that is spoiled', async () => {
	const realm = await Realm.create();
	const { FrozenRealm } = await realm.import('isolate/realm/frozen_realm.js');
	const frozen = new FrozenRealm(null);

	test('says that it must be replaced', () => {
		assert.equal(frozen.leave(), true);
		realm.run("Object.defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false })");
		assert.equal(frozen.leave(), false);
	});
});

describe('a patchable realm that was filled', async () => {
	const realm = await Realm.create();
	const { PatchableRealm } = await realm.import('isolate/realm/patchable_realm.js');
	const patchable = new PatchableRealm();

	for (const [count, expected] of /** @type {const} */ ([
		[1000, true],
		[1001, false]
	]))
		test(`has ${count} properties more`, () => {
			patchable.enter({});
			realm.run(`for (let at = 0; at < ${count}; at += 1) (at % 2 ? Intl : JSON)[at] = at`);
			assert.equal(patchable.leave(), expected);
		});
});

describe('a patchable realm', async () => {
	const realm = await Realm.create();
	const { PatchableRealm } = await realm.import('isolate/realm/patchable_realm.js');
	const patchable = new PatchableRealm();

	/** Run a render's code, and then leave it. @param {object} host @param {string} code @returns {any} its value */
	function render(host, code) {
		patchable.enter(host);
		const value = realm.run(code);
		assert.equal(patchable.leave(), true);
		return value;
	}

	for (const [change, look] of [
		['Array.prototype.extra = 1', '[].extra'],
		['Array.prototype.map = () => 1', '[2].map(String)'],
		['delete Array.prototype.map', 'typeof [].map'],
		["Object.defineProperty(Array.prototype, 0, { set() {}, get: () => 'x', configurable: true })", '[,][0]'],
		['BigInt.prototype.toJSON = () => 1', 'typeof BigInt.prototype.toJSON'],
		['globalThis.extra = 1', 'typeof extra'],
		['Object.prototype.get = () => 1', 'typeof {}.get'],
		["Object.defineProperty(Headers.prototype, 'get', { get: () => 1 })", 'typeof Headers.prototype.get'],
		['Object.setPrototypeOf(Map.prototype, { extra: 1 })', 'new Map().extra'],
		['String.prototype.slice = () => 1', "'ab'.slice(1)"],
		['ReadableStream.prototype.tee = null', 'ReadableStream.prototype.tee'],
		// not configurable, as far as the program can know
		["Object.defineProperty(Error, 'kept', { value: 1 })", 'Error.kept'],
		['Object.defineProperties(Array.prototype, { kept: { get: () => 1, configurable: false } })', '[].kept'],
		["Reflect.defineProperty(Map.prototype, 'kept', { value: 1, writable: false })", 'new Map().kept'],
		[
			'Reflect.ownKeys = () => []; Reflect.getOwnPropertyDescriptor = () => {}',
			'Reflect.ownKeys({ a: 1 }).length'
		]
	]) {
		test(`undoes and redoes: ${change}`, () => {
			const before = realm.run(`String(${look})`);
			const first = {};
			const changed = render(first, `${change}; String(${look})`);
			assert.notEqual(changed, before);
			assert.equal(render({}, `String(${look})`), before);
			assert.equal(render(first, `String(${look})`), changed);
			assert.equal(realm.run(`String(${look})`), before);
		});
	}

	for (const change of [
		'const { map } = Array.prototype; delete Array.prototype.map; Object.defineProperty(Array.prototype, "map", { value: map, writable: true, configurable: true })',
		'delete Headers.prototype.get; Headers.prototype.extra = 1',
		'delete globalThis.Map; delete globalThis.JSON; globalThis.Map = 1'
	]) {
		test(`leaves properties in their order: ${change}`, () => {
			const look =
				'JSON.stringify([Array.prototype, Headers.prototype, globalThis, Response].map((each) => Reflect.ownKeys(each).map(String)))';
			const before = realm.run(look);
			render({}, `{ ${change} }`);
			assert.equal(realm.run(look), before);
		});
	}

	test('takes nobody the parent of a class of the Web', () => {
		assert.equal(render({}, 'Reflect.setPrototypeOf(File, function () { return JSON })'), false);
		assert.equal(render({}, "Response.json = () => 'own'; Response.json()"), 'own');
		assert.equal(realm.run("Response.json('a').status"), 200);
	});

	// each calls `caught` if lissome's own code runs into what the render has left
	for (const trap of [
		...['get', 'set', 'value', 'writable', 'enumerable', 'configurable'].flatMap((name) => [
			`Object.defineProperty(Object.prototype, '${name}', { get() { caught('${name}'); }, configurable: true })`,
			`Object.prototype.${name} = { valueOf: () => caught('${name}'), toString: () => caught('${name}') }`
		]),
		"Object.defineProperty(Object.prototype, 'next', { set(value) { caught(value); }, configurable: true })",
		"Object.defineProperty(Object.prototype, 'patches', { set(value) { caught(value); }, configurable: true })",
		'for (const i of [0, 1, 2]) Object.defineProperty(Array.prototype, i, { set: caught, get() { caught(i); }, configurable: true })',
		'for (const i of [0, 1, 2]) Object.defineProperty(Object.prototype, i, { set: caught, get() { caught(i); }, configurable: true })',
		'Array.prototype[Symbol.iterator] = function () { caught(this); }',
		'for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== "length") Array.prototype[name] = caught',
		'for (const name of Object.getOwnPropertyNames(String.prototype)) if (name !== "length") String.prototype[name] = caught',
		'for (const Type of [Map, Set, WeakMap, WeakSet]) for (const name of ["get", "set", "has", "add"]) Type.prototype[name] = caught',
		'for (const name of Object.getOwnPropertyNames(Reflect)) Reflect[name] = caught',
		'for (const name of ["is", "hasOwn", "keys", "freeze", "defineProperty", "getOwnPropertyDescriptor"]) Object[name] = caught',
		'Function.prototype.call = caught; Function.prototype.apply = caught; Function.prototype.bind = caught',
		'RegExp.prototype.exec = caught; RegExp.prototype.test = caught; RegExp.prototype[Symbol.replace] = caught',
		'globalThis.String = caught; globalThis.Object = caught; globalThis.Array = caught; globalThis.WeakMap = caught',
		'Object.setPrototypeOf(Array.prototype, new Proxy({}, { get: caught, has: caught, getPrototypeOf: caught, set: caught }))',
		'Object.setPrototypeOf(Map.prototype, new Proxy({}, { get: caught, has: caught, getPrototypeOf: caught, set: caught }))',
		'Error.prepareStackTrace = caught; Error.captureStackTrace = caught',
		'Symbol.prototype[Symbol.toPrimitive] = null; Symbol.prototype.toString = caught; Symbol.prototype.valueOf = caught'
	]) {
		test(`runs no code of a render: ${trap}`, () => {
			const host = {};
			patchable.enter(host);
			const calls = realm.run(
				`(() => { const calls = { count: 0 }; const caught = () => { calls.count += 1; }; ${trap}; return calls; })()`
			);
			const before = calls.count;
			assert.equal(patchable.leave(), true);
			patchable.enter(host);
			assert.equal(patchable.leave(), true);
			patchable.enter({});
			assert.equal(patchable.leave(), true);
			assert.equal(calls.count, before);
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
	});

	for (const change of [
		'const list = Array; delete globalThis.Array; globalThis.Array = list',
		'delete Map.name'
	]) {
		test(`says that it must be replaced if properties cannot be put into their order: ${change}`, async () => {
			const other = await Realm.create();
			const { PatchableRealm: Patchable } = await other.import('isolate/realm/patchable_realm.js');
			const reordered = new Patchable();
			reordered.enter({});
			other.run(`{ ${change} }`);
			assert.equal(reordered.leave(), false);
		});
	}

	test('says that it must be replaced if an object is closed', async () => {
		const other = await Realm.create();
		const { PatchableRealm: Patchable } = await other.import('isolate/realm/patchable_realm.js');
		const closed = new Patchable();
		closed.enter({});
		other.run('Object.preventExtensions(WeakMap.prototype)');
		assert.equal(closed.leave(), false);
	});

	test('says that it must be replaced if a change cannot be undone', () => {
		assert.equal(patchable.leave(), true);
		patchable.enter({});
		realm.run('Object.seal(Set.prototype)');
		assert.equal(patchable.leave(), false);
	});
});
