/** References to globals, in the scopes of JavaScript one by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSync } from 'vite';
import { global_references } from '../../../vite/build/global_references.js';

// A use that is not in a function only is marked with `!`, a test with `?`.
/** @type {Record<string, string>} */
const CASES = {
	'process.env': 'process!',
	'a.process; ({process: 1})': 'a!',
	'class X { process() {} static process = 1; #process = 2 }': '',
	'function f(process) { return process }': '',
	"import process from 'p'; process": '',
	[`import { x as process } from 'p'; import * as module from 'q'; process; module`]: '',
	'export { x as process }; const x = 1': '',
	'export default function () { module }': 'module',
	'typeof process; typeof (process)': 'process?! process?!',
	'typeof process.env': 'process!',
	'{ let a } a': 'a!',
	'{ var a } a': '',
	'if (1) { function g() {} } g()': '',
	'for (const i of q) { i } i': 'q! i!',
	'for (var k in q) {} k': 'q!',
	'switch (1) { case 1: let z; z } z': 'z!',
	'try { process } catch {}': '',
	'try { process } finally {}': 'process!',
	'try {} catch ({ process }) { process }': '',
	'() => process': 'process',
	'(() => process)()': 'process!',
	'(function () { window }).call(1)': 'window!',
	'(function (root, make) { make(root) })(1, function () { window })': 'window!',
	[`const r = __commonJS({ 'a'(e, m) { m.x = process } }), __commonJS = 1`]: 'process!',
	'const r = __commonJSMin(((e, m) => { m.x = process })), __commonJSMin = 1': 'process!',
	"import { __require } from './r.js'; __require('fs')": 'require!',
	'function C($$renderer) { $$renderer.component(($$renderer) => { window; () => document }) }':
		'window! document',
	'process: for (;;) break process': '',
	'new.target; import.meta.process': '',
	'({ process })': 'process!',
	'({ [process]: 1 })': 'process!',
	'class A { static { let window; var exports; window; exports } }': '',
	'a[process]': 'a! process!',
	'const { process } = 1; process': '',
	'const { a = process, [window]: b, ...c } = 1; a; b; c': 'process! window!',
	'const f = ({ a: { b: [process] }, ...rest }) => [process, rest]': '',
	'process = 1': 'process!',
	'class A { x = process; static y = process; static { window } m() { exports } }':
		'process process! window! exports',
	'const c = class D { m() { D } }; D': 'D!',
	'const f = function g() { g }; g': 'g!',
	'function f() { arguments } () => arguments': 'arguments',
	'`${process}`': 'process!',
	'function f() { if (0) { var window } return window }': '',
	'label: { process }': 'process!'
};

for (const [code, expected] of Object.entries(CASES)) {
	test(code, () => {
		const found = global_references(parseSync('a.mjs', code).program);
		const shown = found.map(({ name, is_test, runs }) => name + (is_test ? '?' : '') + (runs ? '!' : ''));
		assert.equal(shown.join(' '), expected);
		for (const { name, start } of found) {
			assert.ok(code.startsWith(name === 'require' ? '__require' : name, start), `${name} is at ${start}`);
		}
	});
}
