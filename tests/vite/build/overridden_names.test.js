/** The names of builtins that an app gives to objects of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overridden_names } from '../../../vite/build/overridden_names.js';
import { a_project } from '../support/project.js';

/** @param {string} code @param {string} [id] */
const names_in = (code, id = '/app/node_modules/pkg/a.js') =>
	overridden_names(/** @type {any} */ ([{ modules: { [id]: { code } } }]), a_project());

for (const [code, names] of /** @type {Array<[string, string[]]>} */ ([
	['list.push = () => {}; list["pop"] ??= x; map.get ||= y', ['get', 'pop', 'push']],
	['Object.assign(list, { map() {}, filter: function () {}, at: (i) => i })', ['at', 'filter', 'map']],
	["['shift'].forEach((name) => (list[name] = wrap(name)))", ['shift']],
	['list[Symbol.iterator] = x; pattern[Symbol.replace] = y', ['Symbol.iterator', 'Symbol.replace']],
	['promise.then = (done) => done()', ['then']],
	['iterator.next = function () {}', ['next']],
	['var i = $Symbol.iterator || "@@iterator"; Gp[i] = function () { return this }', ['@@iterator']],
	// what inherits from Array.prototype
	['const list = Object.create(Array.prototype)', ['length']],
	['List.prototype = [];', ['length']],
	['List.prototype = new Array()', ['length']],
	['util.inherits(List, Array)', ['length']],
	// none of these gives a builtin's name to an object that inherits from it
	['list.push(1); if (a.map == b || c.map === d) f(e.map)', []],
	['class Own { constructor() {} *[Symbol.iterator]() {} }', []],
	['a[Symbol.iterator](); b ? c[Symbol.split] : d; e[Symbol.iterator] == f', []],
	['for (const i = list[Symbol.iterator](), step = i.next(); ; ) break', []],
	['node.next = other; list.length = 0', []],
	['Array.prototype.slice.call(a); [].concat(b)', []]
])) {
	test(`names in: ${code}`, () => assert.deepEqual(names_in(code), names));
}

test("the framework's own code is not looked at", () => {
	assert.deepEqual(names_in('list.push = 1', '/app/node_modules/svelte/a.js'), []);
});
