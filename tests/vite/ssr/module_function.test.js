/** ES modules as functions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe_body, function_text, module_function } from '../../../vite/ssr/module_function.js';

const IMPORT = 'const __vite_ssr_import_0__ = await __vite_ssr_import__("x");\n';

const AWAITING = [
	'await x;',
	'const { y = await x } = {};',
	'for await (const y of x);',
	'for (await using y of x);',
	'{ await using y = x; }',
	'class A { [await x] = 1; }',
	'class A extends (await x) {}',
	'({ async [await x]() {} });',
	'const y = `${await x}`;',
	'if (x) { switch (await x) {} }'
];
const NOT_AWAITING = [
	'',
	"x.await; 'await'; /await/; // await",
	'async function f() { await x; for await (const y of x); await using z = x; }',
	'async (y = async () => await x) => { await x; };',
	'class A { static { x(async () => await x); } y = async () => await x; async z() { await x; } }',
	'({ await: 1, async y() { await x; }, async *z() { yield await x; } });',
	'const y = `\nconst z = await __vite_ssr_import__("x");\n`;'
];

for (const [is_awaiting, codes] of /** @type {const} */ ([
	[true, AWAITING],
	[false, NOT_AWAITING]
])) {
	for (const code of codes) {
		test(`${is_awaiting ? 'awaits' : 'does not await'} at its top level: ${code}`, () => {
			for (const body of [code, IMPORT + code]) assert.equal(describe_body(body).awaits, is_awaiting);
		});
	}
}

const STARS = `${IMPORT}__vite_ssr_exportAll__(__vite_ssr_import_0__);\n`;
for (const head of ['', IMPORT, STARS]) {
	for (const [is_async, awaits] of [
		[false, false],
		[true, false],
		[true, true]
	]) {
		const how = `async ${is_async}, awaits ${awaits}`;
		test(`code stays at its line and column, after ${head.split('\n').length - 1} imports, ${how}`, () => {
			const written = `  first(\`\n${IMPORT}\`);\nsecond();`;
			const text = function_text(head + written, is_async, awaits);
			const lines = text.split('\n').slice(1, -1);
			const start = head.split('\n').length - 1;
			assert.deepEqual(lines.slice(start), written.split('\n'));
			assert.doesNotMatch(lines.slice(0, start).join(''), /await/);
			// what the loader evaluates by steps is a generator, and pauses once, before the code
			assert.ok(text.startsWith(awaits ? 'async function*' : is_async ? 'function*' : 'function ('));
			const before = text.slice(0, text.indexOf('  first'));
			assert.equal(text.split('yield').length - 1, Number(is_async));
			assert.equal(before.split('yield').length - 1, Number(is_async));
		});
	}
}

test("a module's imports, exports and use of import.meta", async () => {
	const code = "import { a } from './a.js';\nexport const b = () => import('./c.js');\nimport.meta.url;";
	const made = await module_function(code, null, '/m.js');
	assert.deepEqual(made.deps, ['./a.js']);
	assert.deepEqual(made.dynamic_deps, ['./c.js']);
	assert.equal(made.uses_meta, true);
	assert.equal((await module_function('x;', null, '/m.js')).uses_meta, false);
});

test('a module may declare the names of the parameters', () => {
	const text = function_text('const self = 1, console = 2; return [self, console];', false, false);
	assert.deepEqual(eval(`(${text})`)(), [1, 2]);
});
