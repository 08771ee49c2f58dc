/** Changes of a module's code before V8 gets it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { with_builtin_imports } from '../../../vite/ssr/builtin_requires.js';
import { with_internals } from '../../../vite/ssr/module_internals.js';
import { with_component_file } from '../../../vite/ssr/node_component.js';
import { with_plain_exports } from '../../../vite/ssr/plain_exports.js';
import { without_require } from '../../../vite/ssr/typeof_require.js';
import { a_project } from '../support/project.js';

/** @param {string} name @param {string} local */
const exported = (name, local) =>
	`__vite_ssr_exportName__("${name}", () => { try { return ${local} } catch {} });\n`;

for (const [code, names, variables] of [
	['const a = 1; class B {} function c() {} if (a) { let d; }', 'a, B, c', ''],
	['const { a, b: c, d = 1, ...e } = {}, [f, , [g] = [], ...h] = [];', 'a, c, d, e, f, g, h', ''],
	['let a, b; const set = () => { a = 1; };', 'a, b, set', 'a'],
	['let a, b, c, d; ({ x: a, y: [b] } = {}); c++; for (d of []);', 'a, b, c, d', 'a, b, c, d'],
	['let a, b; for (a in {}); [b.c] = [1];', 'a, b', 'a'],
	// the one that is assigned to is another
	['const a = 1; function f() { let a; a = 2; }', 'a, f', '']
]) {
	test(`what is declared at the top level: ${code}`, () => {
		const text = with_internals(code);
		assert.ok(text.startsWith(`${code}\nreturn { internals: [${names}]`), text);
		if (variables) assert.ok(text.includes(`get: () => [${variables}]`), text);
		else assert.doesNotMatch(text, /variables/);
	});
}

test('variables of a module can be read and reset', () => {
	const { variables } = new Function(with_internals('let n = 1; n += 1;'))();
	assert.deepEqual(variables.get(), [2]);
	variables.set([7]);
	assert.deepEqual(variables.get(), [7]);
});

test('exports that never change', () => {
	const code = `${exported('f', 'f')}${exported('n', 'n')}${exported('m', 'imported')}function f() {} let n = 1; n = 2;`;
	const text = with_internals(code);
	assert.match(text, /fixed: \["f"\]/);
});

test('functions are exported without a getter', () => {
	const code = `${exported('f', 'f')}${exported('g', 'g')}${exported('n', 'n')}function f() {} function g() {} g = 1; const n = 2;`;
	const text = with_plain_exports(code);
	assert.ok(
		text.startsWith(`__vite_ssr_exports__["f"] = f;\n${exported('g', 'g')}${exported('n', 'n')}`),
		text
	);
});

for (const code of ['typeof require', 'typeof(require)', 'typeof ( require )', 'typeof\nrequire']) {
	test(`${JSON.stringify(code)} is undefined, and as long as before`, () => {
		const undefined_ = '"undefined"'.padEnd(code.length);
		const text = without_require(`if (${code} === 'function') f(); /* é */ ${code};`);
		assert.equal(text, `if (${undefined_} === 'function') f(); /* é */ ${undefined_};`);
	});
}

for (const code of [
	"typeof require('x')",
	'typeof require.resolve',
	'typeof requires',
	"x = 'typeof require';",
	'x = `typeof require ${1}`; // typeof require',
	'/typeof require/.test(x)'
]) {
	test(`it is left alone: ${code}`, () => assert.equal(without_require(code), code));
}

test("kit's module of a node tells its component's file", () => {
	const code = 'export { default as component } from "../../../../../src/routes/+page.svelte";';
	const id = '/app/.svelte-kit/generated/dev/client/nodes/2.js';
	const changed = with_component_file(code, id, a_project());
	assert.match(String(changed?.code), /function file\(\) \{ return "src\/routes\/\+page\.svelte"; \}$/);
	assert.equal(with_component_file('export {};', id, a_project()), undefined);
});

for (const [code, changed] of [
	['__b0(); x = __require("fs")', '__b0(); x = _$b0 \nimport _$b0 from "fs";'],
	['x = __require("fs");', 'x = __b0           ;\nimport __b0 from "fs";'],
	[
		"f(this.nodeRequire('node:os').EOL);",
		'f(__b0                        .EOL);\nimport __b0 from "node:os";'
	],
	['require$1("a"); require$1("os")', 'require$1("a"); __b0           \nimport __b0 from "os";'],
	['createRequire(\n1)("fs")', '__b0          \n        \nimport __b0 from "fs";']
]) {
	test(`a call that requires a builtin is an import: ${code}`, () => {
		const module = `import { createRequire } from 'module'; ${code}`;
		const result = with_builtin_imports(module);
		assert.equal(
			result.replaceAll(/ +/g, ' '),
			`import { createRequire } from 'module'; ${changed}`.replaceAll(/ +/g, ' ')
		);
		assert.equal(result.lastIndexOf('\nimport'), module.length);
	});
}

for (const code of [
	"const __require = 1; __require('fs')",
	"export {}; __require('./x.js'); __required('fs')",
	"export {}; require('fs')"
]) {
	test(`no call is changed: ${code}`, () => assert.equal(with_builtin_imports(code), code));
}
