/** Modules, errors and policies in `lissome dev`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonjs_body, is_commonjs_file, is_node_mode } from '../../../vite/dev/commonjs.js';
import { dev_csp } from '../../../vite/dev/csp.js';
import { serialize_error } from '../../../vite/dev/errors.js';
import { IsolateUpdates } from '../../../vite/dev/isolate_updates.js';
import { ModuleGraph } from '../../../vite/dev/module_graph.js';
import { is_private_url } from '../../../vite/dev/private_files.js';
import { folder_with } from '../support/files.js';
import { a_project } from '../support/project.js';

test('what a CommonJS file requires and imports', () => {
	const code =
		"require('a'); f(require(`b`)); require('a'); require(c); x.require('d'); import('e'); import(f);";
	const { required, dynamic, code: body } = commonjs_body('/m.cjs', code);
	assert.deepEqual([required, dynamic], [['a', 'b'], ['e']]);
	assert.ok(body.includes("$later('e'); $later(f);"), body);
	assert.equal(body.indexOf("require('a')") - body.indexOf('{') - 1, 0);
});

test('JSON is a CommonJS module, and a hashbang is no code', () => {
	assert.ok(commonjs_body('/d.json', '{"x": 1}').code.includes('module.exports = {"x": 1}'));
	assert.ok(commonjs_body('/m.cjs', '#!/usr/bin/env node\nx').code.includes('{\nx\n}'));
});

test('which files are CommonJS modules', () => {
	assert.equal(is_commonjs_file('/a.cjs', ''), true);
	assert.equal(is_commonjs_file('/node_modules/p/a.js', 'exports.x = 1'), true);
	assert.equal(is_commonjs_file('/node_modules/p/a.js', 'export {}'), false);
	assert.equal(is_commonjs_file('/src/a.js', 'exports.x = 1'), false);
});

test('Node mode is decided by the name or package.json', (t) => {
	const folder = folder_with(t, { 'package.json': '{"type": "module"}', 'p/package.json': '{}' });
	const modes = ['a.js', 'p/a.js', 'p/a.mjs', 'a.cjs', 'p/q/a.mts'].map((name) =>
		is_node_mode(`${folder}/${name}`)
	);
	assert.deepEqual(modes, [true, false, true, false, true]);
});

test('policies let in what Vite needs', () => {
	assert.deepEqual(dev_csp({ 'default-src': ['self'] }, 5173), {
		'default-src': ['self'],
		'style-src': ['self', 'unsafe-inline'],
		'connect-src': ['self', 'ws://*:5173']
	});
	assert.deepEqual(
		dev_csp({ 'style-src': ['none', 'sha256-x', 'nonce-y', 'self'], 'style-src-elem': ['unsafe-inline'] }, 1),
		{
			'style-src': ['self', 'unsafe-inline'],
			'style-src-elem': ['unsafe-inline']
		}
	);
	assert.deepEqual(dev_csp({}, 1), {});
});

test("errors of Vite's have their place in front, and its frame", () => {
	const error = {
		name: 'E',
		message: 'no /app/x',
		stack: 'long',
		frame: '  ^',
		loc: { line: 3, column: 4 },
		id: '/app/src/a.js?v=1'
	};
	assert.deepEqual(serialize_error(error, a_project()), {
		kind: 'unknown',
		name: 'E',
		message: 'src/a.js:3:5 no x\n  ^',
		stack: 'E: src/a.js:3:5 no x\n  ^',
		at: null
	});
	const stack =
		'Error: x\n    at f (/app/src/a.js:1:1)\n    at g (node:internal/x:1:1)\n    at h (/app/node_modules/vite/dist/x.js:1:1)';
	assert.equal(
		serialize_error(Object.assign(new Error('x'), { stack }), a_project()).stack,
		'Error: x\n    at f (src/a.js:1:1)'
	);
	assert.equal(serialize_error('text', a_project()).message, 'text');
});

/** A Vite of which the files are in memory: one imports others by their paths. */
class FakeVite {
	/** @type {Map<string, any>} */
	nodes = new Map();
	transformed = 0;

	/** @param {Record<string, string>} files */
	constructor(files) {
		this.files = files;
	}

	get environment() {
		const node = (/** @type {string} */ url) => {
			const file = url.replace(/^\/@fs/, '');
			if (!this.nodes.has(file)) this.nodes.set(file, { id: file, file, transformResult: null });
			return this.nodes.get(file);
		};
		const transformRequest = async (/** @type {string} */ url) => {
			const found = node(url);
			const text = this.files[found.file];
			if (text === undefined) throw new Error(`${found.file} is not there`);
			this.transformed += 1;
			const deps = [...text.matchAll(/import '(.*?)'/g)].map(([, path]) => path);
			const code =
				deps
					.map((path, i) => `const __vite_ssr_import_${i}__ = await __vite_ssr_import__("${path}");\n`)
					.join('') + text.replaceAll(/import '.*?';/g, '');
			return (found.transformResult ??= { code, map: null, deps, dynamicDeps: [] });
		};
		const moduleGraph = {
			ensureEntryFromUrl: async (/** @type {string} */ url) => node(url),
			getModuleByUrl: async (/** @type {string} */ url) => node(url)
		};
		return /** @type {any} */ ({ transformRequest, moduleGraph });
	}

	/** @param {string} file @param {string} text */
	edit(file, text) {
		this.files[file] = text;
		this.nodes.get(file).transformResult = null;
	}
}

/** @param {Record<string, string>} files */
function a_graph(files) {
	const vite = new FakeVite(files);
	const project = a_project({ universal_modules: ['/app/a.js'] });
	const graph = new ModuleGraph(
		vite.environment,
		new Map(),
		(error) => serialize_error(error, project),
		project
	);
	return { vite, graph, project };
}

test('a closure has each module after its imports, and is the same until one changes', async () => {
	const { vite, graph } = a_graph({
		'/app/a.js': "import '/app/b.js'; import '/app/c.js';",
		'/app/b.js': "import '/app/c.js';",
		'/app/c.js': "import '/app/a.js';"
	});
	const root = await graph.file('/app/a.js');
	const closure = await graph.closure([root]);
	assert.deepEqual(
		[...closure].map(({ file }) => file),
		['/app/c.js', '/app/b.js', '/app/a.js']
	);
	assert.equal(await graph.closure([root]), closure);
	assert.equal(vite.transformed, 3);
	vite.edit('/app/c.js', 'x;');
	const other = await graph.closure([root]);
	assert.notEqual(other, closure);
	assert.equal(vite.transformed, 4);
	assert.deepEqual(
		[...other].map(({ version }) => version > 3),
		[true, false, false]
	);
	assert.deepEqual(graph.importers('/app/c.js'), ['/app/a.js', '/app/b.js']);
});

test('a module that cannot be transformed throws for its importers, and is tried again', async () => {
	const { vite, graph } = a_graph({ '/app/a.js': "import '/app/b.js';" });
	const root = await graph.file('/app/a.js');
	const [broken] = await graph.closure([root]);
	assert.throws(() => new Function(broken.code)(), { message: 'b.js is not there' });
	vite.files['/app/b.js'] = 'fine;';
	const [mended] = await graph.closure([root]);
	assert.match(mended.code, /fine;/);
});

test('an isolate is sent what it lacks, and no more', async () => {
	const { vite, graph, project } = a_graph({ '/app/a.js': "import '/app/b.js';", '/app/b.js': 'await 1;' });
	const updates = new IsolateUpdates(graph, project);
	updates.boot = async () => ({ prelude: '', script: '' });
	const request = { session: 's', batch: 0, entries: ['u0'], numbers: [] };
	const first = /** @type {any} */ (await updates.update(request));
	assert.deepEqual(
		first.update.modules.map((/** @type {any} */ { is_async, awaits }) => [is_async, awaits]),
		[
			[true, true],
			[true, false]
		]
	);
	const { u0 } = first.update.entries;
	assert.deepEqual(first.imports, { 0: [1], 1: [] });
	assert.deepEqual(await updates.update({ ...request, batch: 1 }), { update: null });
	vite.edit('/app/a.js', "import '/app/b.js'; changed;");
	const second = /** @type {any} */ (await updates.update({ ...request, batch: 1 }));
	assert.deepEqual(
		second.update.modules.map((/** @type {any} */ { number }) => number),
		[u0]
	);
	assert.match(second.update.modules[0].source, /changed;[^]*sourceURL=lissome:\d+$/);
	// Vite and the isolate disagree on what it has
	assert.deepEqual(await updates.update({ ...request, batch: 7 }), { restart: true });
	assert.ok(/** @type {any} */ (await updates.update({ ...request, session: 'other' })).update);
	assert.deepEqual(updates.positions([[u0, 2, 1]]), ['a.js:1:1']);
});

test('private files, in any spelling', () => {
	const spelled = [
		'/src/hooks.server.py',
		'/SRC/HOOKS.SERVER.PY?raw',
		'/src/a.py%3Fraw',
		'/src/a%2epy',
		'/src/a%252epy',
		'/src/a.py?import&raw??',
		'/src/a.py/',
		'/src/a.py.',
		'/src/a.py%20',
		'/src/a.py%00',
		'/src\\a.py#x',
		'/src/a.py::$DATA',
		'/@id/__x00__/app/src/a.py?commonjs-proxy',
		'/@fs/app/.env',
		'/.ENV.local?url',
		'/.git/config',
		'/x/%2egit/HEAD',
		'/src/__pycache__/a',
		'/data.sqlite3-wal',
		'/app.db?inline',
		'/uv.lock',
		'/%2525252525252565'
	];
	assert.deepEqual(
		spelled.filter((url) => !is_private_url(url)),
		[]
	);
	const open = [
		'/src/a.js',
		'/@vite/client',
		'/src/python.js',
		'/src/py',
		'/a?file=b.py',
		'/src/env.js',
		'/%'
	];
	assert.deepEqual(open.filter(is_private_url), []);
});
