/** CommonJS modules in dev are for others what a build makes of them, with Rolldown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, load } from '../../support/graphs.js';

const EXPORTS = [
	'exports.x = 1; exports.y = 2;',
	'this.x = 1; exports.y = this === exports && this === module.exports;',
	'module.exports = function f() {}; module.exports.x = 1;',
	'module.exports = class { static x = 1; };',
	"module.exports = 'text';",
	'module.exports = 1;',
	'module.exports = null;',
	'module.exports = undefined;',
	'module.exports = [1, 2];',
	`module.exports = new (class { get x() { return 'inherited'; } })();`,
	'module.exports = Object.assign(Object.create(null), { x: 1 });',
	'exports.default = 1; exports.x = 1;',
	'exports.__esModule = true; exports.default = { d: 1 }; exports.x = 1;',
	`Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { d: 1 };`,
	'exports.__esModule = true; exports.x = 1;',
	`let n = 0; Object.defineProperty(exports, 'x', { get: () => (n += 1), enumerable: true });`
];
const SHOW = `import * as all from './c.cjs'; import one from './c.cjs';note(Object.keys(all).sort(), JSON.stringify(one), typeof one, all.x, all.y, one === all.default);`;
/** @type {Record<string, Record<string, string>>} */
const IMPORTERS = {
	node: {
		'a.mjs': SHOW
	},
	babel: {
		'a.js': SHOW
	},
	star: {
		'a.mjs': `import * as b from './b.mjs'; note(Object.keys(b).sort(), b.x, b.y);`,
		'b.mjs': "export * from './c.cjs'; export const own = 1;"
	},
	dynamic: {
		'a.mjs': `const c = await import('./c.cjs'); note(Object.keys(c).sort(), c.x, typeof c.default);`
	},
	require: {
		'a.mjs': "import './b.cjs';",
		'b.cjs': `const c = require('./c.cjs'); note(typeof c, JSON.stringify(c), c === require('./c.cjs'));`
	}
};
/** @type {Record<string, Record<string, string>>} */
const GRAPHS = {
	cycles: {
		'b.cjs': `exports.early = 1; note('b', require('./c.cjs').seen); exports.late = 2;`,
		'c.cjs': `const b = require('./b.cjs'); note('c', b.early, b.late); exports.seen = true;`
	},
	JSON: {
		'b.cjs': "note(require('./data.json').x);",
		'data.json': '{"x": 1}'
	},
	conditions: {
		'b.cjs': `if (note('b')) require('./c.cjs'); else require(\`./d.cjs\`); note('end');`,
		'c.cjs': "note('c');",
		'd.cjs': "note('d');"
	},
	'only when it is called': {
		'b.cjs': `const get = () => require('./c.cjs').x; note('b'); note(get(), get());`,
		'c.cjs': "note('c'); exports.x = 1;"
	},
	'what is missing': {
		'b.cjs': `try { require('not-installed'); } catch (error) { note(error instanceof Error); }`
	},
	'what fails': {
		'b.cjs': `for (const get of [() => require('./c.cjs'), () => require('./d.mjs')]){ try { get(); } catch (error) { note(error.message); } } note('b');`,
		'c.cjs': "throw new Error('c fails');",
		'd.mjs': "import './e.mjs'; throw new Error('d fails');",
		'e.mjs': "note('e');"
	},
	'ES modules': {
		'b.cjs': `const c = require('./c.mjs'); note(Object.keys(c).sort(), JSON.stringify({ ...c }));note(c.__esModule); c.up(); note(c.x, Object.hasOwn(c, 'x'), typeof require('./d.mjs'));`,
		'c.mjs': 'export default 1; export let x = 2; export const up = () => { x += 1; };',
		'd.mjs': "const f = () => {}; export { f as 'module.exports' };"
	},
	'an ES module that is in a cycle': {
		'b.cjs': "note(require('./c.mjs').f()); require('./d.cjs');",
		'c.mjs': `import './d.cjs'; export function f() { return 'f'; } note('c');`,
		'd.cjs': "note(require('./c.mjs').f());"
	},
	'dynamic imports': {
		'b.cjs': `import('./c.mjs').then((c) => note(c.x)); note('b', 'import("./c.mjs")');`,
		'c.mjs': "note('c'); export const x = 1;"
	},
	'a script': {
		'b.cjs': `#!/usr/bin/env node
note('b'); if (true) return; note('not')`
	}
};

for (const [importer, files] of Object.entries(IMPORTERS)) {
	test(`exports are what a build makes of them: ${importer}`, async (t) => {
		for (const code of EXPORTS) {
			const { expected, outcomes } = await compare(t, { ...files, 'c.cjs': code }, Object.keys(files)[0]);
			assert.deepEqual(outcomes, [expected], code);
		}
	});
}

for (const [name, files] of Object.entries(GRAPHS)) {
	test(`require does what it does in a build: ${name}`, async (t) => {
		const all = { 'a.mjs': "import './b.cjs'; await ticks(100);", ...files };
		const { expected, outcomes } = await compare(t, all, 'a.mjs');
		assert.deepEqual(outcomes, [expected]);
		assert.notDeepEqual(expected.notes, []);
	});
}

// Rolldown refuses to build that
test('require cannot wait', async (t) => {
	const files = {
		'a.mjs': "import './b.cjs';",
		'b.cjs': "try { require('./c.mjs'); } catch (error) { note(error.message); }",
		'c.mjs': "note('c'); await null; export {};"
	};
	const { notes } = await load(t, files, 'a.mjs');
	assert.equal(notes.length, 1);
	assert.match(notes[0], /^require\('\.\/c\.mjs'\) cannot wait for a module that awaits at its top\./);
});

// In a build, the second importer gets what the module had exported before it failed
test('a module that fails fails for all importers', async (t) => {
	const importer = "import './c.cjs'; note('no');";
	const files = { 'a.mjs': importer, 'b.mjs': importer, 'c.cjs': "throw new Error('c')" };
	const outcome = await load(t, files, 'a.mjs', 'b.mjs');
	assert.deepEqual(outcome, { notes: [], results: ['error 0: c', 'error 0: c'] });
});

// As in Node; a build evaluates CommonJS modules later, with their importer
test('an import does not wait for its siblings', async (t) => {
	const files = {
		'a.mjs': "import './b.mjs'; import './c.cjs'; note('a');",
		'b.mjs': "note('b'); await null; note('b goes on');",
		'c.cjs': "note('c');"
	};
	const { notes } = await load(t, files, 'a.mjs');
	assert.deepEqual(notes, ['b', 'c', 'b goes on', 'a']);
});
