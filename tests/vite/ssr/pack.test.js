/** Modules packed into one script. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { AnyMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { packable, propagate } from '../../../vite/build/chunks.js';
import { source_positions } from '../../../vite/build/source_positions.js';
import { stack_mapper } from '../../../vite/isolate/stack_frames.js';
import { module_function } from '../../../vite/ssr/module_function.js';
import { pack } from '../../../vite/ssr/pack.js';
import { shared_chunks } from '../../../vite/ssr/stateless_modules.js';
import { a_project } from '../support/project.js';

/** @import { Packable } from '../../../vite/ssr/pack.js' */

// what isolate/dispatcher.js does, as far as packing is concerned
const DISPATCHER = `
export function create_dispatcher(graphs, map_stack) {
	graphs.share({});
	return function enter() {
		const load = graphs.make({}, { origin: 'http://host' });
		try {
			return String(load(String(this)).answer());
		} catch (error) {
			return map_stack(error.stack);
		}
	};
}`;

/**
 * @param {Record<string, string>} files entries by name
 * @param {{ shared?: string[], more?: (starts: number[]) => string }} [options]
 */
async function packed(files, { shared = [], more = () => 'String' } = {}) {
	const all = { dispatcher: DISPATCHER, ...files };
	const names = Object.keys(all);
	/** @type {Packable[]} */
	const modules = await Promise.all(
		Object.entries(all).map(async ([name, code]) => {
			const map = /** @type {any} */ ({
				version: 3,
				sources: [`${name}.js`],
				names: [],
				mappings: lines(code)
			});
			const { deps, dynamic_deps: _, uses_meta, ...made } = await module_function(code, map, name);
			const numbers = deps.map((id) => names.indexOf(id));
			const links = Object.fromEntries(deps.map((id, i) => [id, numbers[i]]));
			return {
				...made,
				name,
				links,
				imports: numbers,
				is_async: made.awaits,
				path: uses_meta ? `/${name}` : null
			};
		})
	);
	const entries = Object.fromEntries(names.map((name, i) => [name, i]));
	const numbers = shared.map((name) => names.indexOf(name));
	return { modules, ...pack(modules, entries, numbers, 'script.js', more, true) };
}

/** A source map in which each line is itself. @param {string} code */
const lines = (code) =>
	code
		.split('\n')
		.map((_, i) => (i === 0 ? 'AAAA' : 'AACA'))
		.join(';');

/** @param {string} code @param {string} entry */
const enter = (code, entry) =>
	vm.runInNewContext(`(${code.replace(/;\s*\/\/# sourceURL.*\s*$/, '')})`).call(entry);

test('the value of the script answers with what its modules export', async () => {
	const { code } = await packed({
		a: "import { n } from 'b';\nexport const answer = () => n + 1;",
		b: 'export const n = 41;',
		c: 'export const answer = () => import.meta.url;'
	});
	assert.equal(enter(code, 'a'), '42');
	assert.equal(enter(code, 'c'), 'http://host/c');
});

test('each graph has modules of its own, but for those that are shared', async () => {
	const files = { a: 'let n = 0;\nexport const answer = () => (n += 1);', b: 'export const box = { n: 0 };' };
	const more = { c: "import { box } from 'b';\nexport const answer = () => (box.n += 1);" };
	const { code } = await packed({ ...files, ...more }, { shared: ['b'] });
	const run = vm.runInNewContext(`(${code.replace(/;\s*\/\/# sourceURL.*\s*$/, '')})`);
	assert.deepEqual([run.call('a'), run.call('a')], ['1', '1']);
	assert.deepEqual([run.call('c'), run.call('c')], ['1', '2']);
});

test('modules see no names of the script around them', async () => {
	const names = [
		'functions',
		'definitions',
		'entries',
		'shared',
		'namespaces',
		'graphs',
		'enter',
		'loader',
		'start'
	];
	const { code } = await packed({
		a: `export const answer = () => [${names.map((name) => `typeof ${name}`)}];`
	});
	assert.equal(enter(code, 'a'), names.map(() => 'undefined').join());
});

test('the source map finds each line', async () => {
	const { code, map } = await packed({ a: '// a\n\nexport const answer = () => 1; // here' });
	const line = code.split('\n').findIndex((text) => text.endsWith('// here')) + 1;
	const trace = new AnyMap(/** @type {any} */ (map));
	const { source, line: original } = originalPositionFor(trace, { line, column: 0 });
	assert.deepEqual([source, original], ['a.js', 3]);
});

test('stacks name source files, and who imports packages', async () => {
	const project = a_project();
	const files = {
		a: "import { fail } from 'b';\n\nexport const answer = () => fail();",
		b: "export function fail() {\n\tthrow new Error('no');\n}"
	};
	const sources = {
		a: '../../src/a.js',
		b: '../../node_modules/p/b.js',
		dispatcher: '../../.lissome/npm/d.js'
	};
	/** @type {(starts: number[]) => string} */
	let more = () => 'String';
	const { modules } = await packed(files);
	for (const module of modules) {
		module.map = module.map && {
			...module.map,
			sources: [sources[/** @type {keyof typeof sources} */ (module.name)]]
		};
	}
	const importers = (/** @type {string} */ id) => (id.endsWith('/b.js') ? ['/app/src/a.js'] : []);
	more = (starts) =>
		`(${stack_mapper})(${JSON.stringify(source_positions(modules, starts, importers, project))}, 'script.js')`;
	const { code } = await packed(files, { more });
	const stack = vm.runInNewContext(code).call('a').split('\n');
	assert.equal(stack[0], 'Error: no');
	assert.match(stack[1], /at .*fail \(node_modules\/p\/b\.js:2, imported by src\/a\.js\)$/);
	assert.match(stack[2], /at .*answer \(src\/a\.js:3\)$/);
	assert.doesNotMatch(stack.join('\n'), /script\.js/);
});

test('a stack of nothing but own frames stays', () => {
	const map_stack = stack_mapper({ sources: ['a.js'], importers: {}, lines: ',0:7' }, 'script.js');
	const own = 'Error: x\n    at enter (script.js:1:5)';
	assert.equal(map_stack(own), own);
	assert.equal(map_stack(`${own}\n    at f (script.js:2:9)`), 'Error: x\n    at f (a.js:7)');
	assert.equal(
		map_stack('Error: x\n    at g (prelude.js:1:1)\n    at f (script.js:2:9)'),
		'Error: x\n    at f (a.js:7)'
	);
});

test('modules that import one that awaits are asynchronous', () => {
	assert.deepEqual(propagate([false, false, true, false], [[1], [2], [], [0, 3]]), [true, true, true, true]);
	assert.deepEqual(propagate([false, false], [[1], [0]]), [false, false]);
});

/** @param {string} fileName @param {object} [members] @returns {any} */
const chunk = (fileName, members) => ({
	fileName,
	name: fileName.replaceAll(/.*\/|\.js$/g, ''),
	code: '',
	map: null,
	imports: [],
	dynamicImports: [],
	isEntry: false,
	modules: {},
	...members
});

test('chunks become modules with numbers for their imports', async () => {
	const chunks = [
		chunk('n0.js', {
			code: "import './c/b.js';\nimport('./c/c.js');\nimport.meta.url;",
			imports: ['c/b.js'],
			dynamicImports: ['c/c.js'],
			isEntry: true
		}),
		chunk('c/b.js', { code: "import './c.js';", imports: ['c/c.js'] }),
		chunk('c/c.js', { code: 'await 1;' })
	];
	const { modules, entries } = await packable(chunks, a_project());
	assert.deepEqual(entries, { n0: 0 });
	assert.deepEqual(
		modules.map(({ links }) => links),
		[{ './c/b.js': 1, './c/c.js': 2 }, { './c.js': 2 }, {}]
	);
	assert.deepEqual(
		modules.map(({ is_async, awaits }) => [is_async, awaits]),
		[
			[true, false],
			[true, false],
			[true, true]
		]
	);
	assert.deepEqual(
		modules.map(({ path }) => path),
		['/_app/immutable/chunks/n0.js', null, null]
	);
});

test('an import from outside of the bundle is of a module that throws', async () => {
	const chunks = [
		chunk('a.js', {
			code: "import x from 'sharp';",
			imports: ['sharp'],
			dynamicImports: ['c/b.js', 'sharp']
		}),
		chunk('c/b.js')
	];
	const { modules } = await packable(chunks, a_project());
	assert.deepEqual(
		modules.map(({ name, imports }) => [name, imports]),
		[
			['a.js', [2]],
			['c/b.js', []],
			['sharp', []]
		]
	);
	assert.equal(modules[0].links.sharp, 2);
	assert.equal(modules[0].links['./c/b.js'], 1);
	assert.throws(() => new Function(modules[2].code)(), {
		message: /^sharp was imported while rendering, and is not in the bundle/
	});
});

test('chunks are shared if they, and all that they import, hold no state', () => {
	const svelte = { '/app/node_modules/svelte/src/internal/server/index.js': { renderedLength: 1 } };
	const app = { '/app/src/lib/store.js': { renderedLength: 1 } };
	const empty = { '/app/src/lib/store.js': { renderedLength: 0 } };
	const untrack = (/** @type {string} */ name) => ({
		'/app/node_modules/svelte/src/internal/client/runtime.js': { renderedLength: 1, renderedExports: [name] }
	});
	const chunks = [
		chunk('a.js', { modules: svelte }),
		chunk('b.js', { modules: app }),
		chunk('c.js', { modules: svelte, imports: ['b.js'] }),
		chunk('d.js', { modules: { ...svelte, ...empty }, imports: ['a.js'] }),
		chunk('e.js', { modules: untrack('untrack') }),
		chunk('f.js', { modules: untrack('get') }),
		chunk('g.js', { modules: { '/app/.lissome/npm/isolate/host.js': { renderedLength: 1 } } }),
		chunk('h.js', { modules: { '/app/.lissome/npm/isolate/shims/request_store.js': { renderedLength: 1 } } })
	];
	assert.deepEqual(shared_chunks(chunks, a_project()), [0, 3, 4, 6]);
	// in whatever order the chunks are
	const chain = [
		chunk('x.js', { modules: svelte, imports: ['y.js'] }),
		chunk('y.js', { modules: svelte, imports: ['b.js'] })
	];
	assert.deepEqual(shared_chunks([...chain, ...chunks.slice(0, 2)], a_project()), [2]);
	assert.deepEqual(shared_chunks(chunks, a_project({ is_async: true })), []);
});
