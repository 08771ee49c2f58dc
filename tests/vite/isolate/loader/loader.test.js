/** Both loaders evaluate ES modules as Node does. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { compare, compare_quickly } from '../../support/graphs.js';
import { Random, random_graph } from '../../support/random.js';

/** @type {Record<string, Record<string, string>>} */
const GRAPHS = {
	'depth first, in the order of imports': {
		'a.mjs': `note('a'); import './b.mjs'; import './c.mjs'; export {} from './d.mjs';`,
		'b.mjs': "import './c.mjs'; note('b');",
		'c.mjs': "note('c');",
		'd.mjs': "note('d');"
	},
	'live bindings': {
		'a.mjs': `import { n, up } from './b.mjs'; import * as b from './b.mjs'; note(n); up(); note(n, b.n);`,
		'b.mjs': 'export let n = 1; export const up = () => { n += 1; };'
	},
	'functions in cycles': {
		'a.mjs': `import { b } from './b.mjs'; export function a() { return 'a'; } note(b());`,
		'b.mjs': `import { a } from './a.mjs'; note(a()); export function b() { return a() + 'b'; }`
	},
	'a module that imports one that is done is in no cycle with it': {
		'a.mjs': "import './b.mjs'; import './d.mjs';",
		'b.mjs': "import './c.mjs'; note('b');",
		'c.mjs': "note('c');",
		'd.mjs': "import './e.mjs'; throw new Error('d fails');",
		'e.mjs': "import './b.mjs'; note('e');"
	},
	're-exports': {
		'a.mjs': `export * from './b.mjs'; export const x = 'own'; export * as all from './b.mjs';export { default } from './b.mjs'; export { x as 'a b', default as d } from './b.mjs';`,
		'b.mjs': "export const x = 'b', y = 2; export default 3;"
	},
	'export * from two that declare the same': {
		'a.mjs': `export * from './b.mjs'; export * from './c.mjs'; export * from './d.mjs';`,
		'b.mjs': "export const both = 'b', only = 1; export default 1;",
		'c.mjs': "export const both = 'c', again = 1;",
		'd.mjs': "export { again } from './c.mjs'; export * from './b.mjs';"
	},
	'export * in cycles': {
		'a.mjs': `import * as b from './b.mjs'; export * from './b.mjs'; export * from './c.mjs';export const a = 1; note(Object.keys(b).sort());`,
		'b.mjs': "export * from './a.mjs'; export const b = 1;",
		'c.mjs': "export * from './b.mjs'; export const c = 1;"
	},
	"names of the function's parameters": {
		'a.mjs': `import './b.mjs'; const self = 1, fetch = 2; let console = 3; class setTimeout {}function globalThis() {} note(self, fetch, console, typeof setTimeout, typeof globalThis);`,
		'b.mjs':
			'const { clearTimeout, self: [fetch] } = { clearTimeout: 1, self: [2] };await null; note(clearTimeout, fetch);'
	},
	'nothing of CommonJS': {
		'a.mjs':
			'note(this, typeof require, typeof module, typeof exports);note((function () { return this; })());'
	},
	'import.meta': {
		'a.mjs':
			'note(typeof import.meta.url, Object.getPrototypeOf(import.meta)); import.meta.x = 1;note(import.meta.x);'
	},
	'a hashbang': {
		'a.mjs': `#!/usr/bin/env node
import './b.mjs';`,
		'b.mjs': `#!node
await null; note('b');`
	},
	namespaces: {
		'a.mjs': `import * as b from './b.mjs';note(Object.prototype.toString.call(b));note('x' in b, 'y' in b); try { b.x = 2; } catch (error) { note(error.name); }`,
		'b.mjs': 'export const x = 1;'
	},
	'siblings await side by side': {
		'a.mjs': `import './b.mjs'; import './c.mjs'; import './d.mjs'; note('a');`,
		'b.mjs': "note('b'); await ticks(3); note('b goes on');",
		'c.mjs': `import './e.mjs'; note('c'); await ticks(1); note('c goes on');`,
		'd.mjs': "note('d');",
		'e.mjs': "note('e'); await ticks(1); note('e goes on');"
	},
	'each way to await': {
		'a.mjs': `import './b.mjs'; import './c.mjs'; import './d.mjs'; import './e.mjs'; note('a');`,
		'b.mjs': "export {}; for await (const x of [1, 2]) note('b', x);",
		'c.mjs': `{ await using x = { async [Symbol.asyncDispose]() { note('disposed'); } }; note('c'); }`,
		'd.mjs': `export class D { [await 'key']() {} } note('d', Object.getOwnPropertyNames(D.prototype));`,
		'e.mjs': `export const { x = await 1 } = {}; note('e', x, \`\${await 2}\`);`
	},
	'dynamic imports': {
		'a.mjs': `note('a'); const promise = import('./b.mjs'); note('after'); const b = await promise;note(b === (await import('./b.mjs')), b.x);for (const _ of [1, 2]) await import('./c.mjs').catch((error) => note(error.message));note(await import('./d.mjs'));`,
		'b.mjs': "note('b'); export const x = 1;",
		'c.mjs': "note('c'); throw new Error('c fails');",
		'd.mjs': `export function then(done) { done('a namespace that is thenable'); }`
	},
	'a module imports itself later': {
		'a.mjs': `export let x = 1; import('./a.mjs').then((a) => note(a.x)); x = 2; await ticks(20);`
	},
	'texts that look like imports': {
		'a.mjs': `import { x } from './b.mjs';
const text = \`
const y = await __vite_ssr_import__("x");
await\`;
note(text, 'await __vite_ssr_import__(', x); export const f = async () => { await 1; };`,
		'b.mjs': 'export const x = 1;'
	}
};

for (const [name, files] of Object.entries(GRAPHS)) {
	test(`modules are evaluated as in Node: ${name}`, async (t) => {
		const { expected, outcomes } = await compare(t, files, ...Object.keys(files));
		for (const outcome of outcomes) assert.deepEqual(outcome, expected);
	});
}

const FAILURES = {
	throws: "note('f'); throw new Error('f fails');",
	'throws nothing': "note('f'); throw undefined;",
	rejects: "note('f'); await ticks(2); throw new Error('f fails');"
};

for (const [name, failing] of Object.entries(FAILURES)) {
	test(`a module that ${name} does so once, and fails for all importers`, async (t) => {
		const files = {
			'a.mjs': "import './before.mjs'; import './f.mjs'; note('a');",
			'b.mjs': "import './f.mjs'; import './before.mjs'; note('b');",
			'before.mjs': "import './a.mjs'; note('before');",
			'f.mjs': failing
		};
		const { expected, outcomes } = await compare(t, files, ...Object.keys(files));
		for (const outcome of outcomes) assert.deepEqual(outcome, expected);
		assert.equal(expected.notes.filter((note) => note === 'f').length, 1);
		assert.equal(new Set(expected.results).size, 1);
	});
}

test('a cycle that awaits may be entered at two ends at once', async (t) => {
	const files = {
		'a.mjs': "import './b.mjs'; note('a'); await ticks(2); note('a goes on');",
		'b.mjs': "import './c.mjs'; note('b'); await ticks(2); note('b goes on');",
		'c.mjs': "import './a.mjs'; note('c'); await ticks(2); note('c goes on');"
	};
	const { expected, outcomes } = await compare(t, files, ['b.mjs', 'a.mjs', 'c.mjs']);
	assert.deepEqual(outcomes, [expected]);
	assert.deepEqual(expected.results, [{}, {}, {}]);
});

test('the importer of one module of a cycle waits for the whole cycle', async (t) => {
	const files = {
		'a.mjs': "import './b.mjs'; note('a'); await ticks(3); note('a goes on');",
		'b.mjs': "import './a.mjs'; note('b');",
		'c.mjs': "import './b.mjs'; note('c');"
	};
	const { expected, outcomes } = await compare(t, files, ['a.mjs', 'c.mjs']);
	assert.deepEqual(outcomes, [expected]);
	assert.deepEqual(expected.notes, ['b', 'a', 'a goes on', 'c']);
});

// A sample of the seeds; `make long` takes them all.
const STEP = process.env.LISSOME_ALL_GRAPHS ? 1 : 6;

for (const [name, count, at_once] of /** @type {const} */ ([
	['random graphs', 300, false],
	['random graphs of which two modules are imported at once', 200, true]
])) {
	test(name, async () => {
		for (let seed = 0; seed < count; seed += STEP) {
			const graph = random_graph(new Random(seed), at_once);
			const { expected, outcomes } = await compare_quickly(graph.files, graph.entries);
			const what = `seed ${seed}: ${JSON.stringify(graph, null, '\t')}`;
			for (const outcome of outcomes) assert.deepEqual(outcome, expected, what);
		}
	});
}

// Known, and the same in `vite dev`: if one of these is no longer so, the better.
test("deviations of Vite's transform from the language", async (t) => {
	const files = {
		'a.mjs': "import './b.mjs'; export const x = 1; export default function () {}",
		'b.mjs':
			"import f, { x } from './a.mjs'; try { note(x); } catch (error) { note(error.name); } note(typeof f);"
	};
	const { expected, outcomes } = await compare(t, files, 'a.mjs');
	assert.deepEqual(expected.notes, ['ReferenceError', 'function']);
	for (const { notes } of outcomes) assert.deepEqual(notes, ['undefined', 'undefined']);
});
