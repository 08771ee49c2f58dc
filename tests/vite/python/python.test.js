/** The JavaScript side of Python files: stubs, parameter matchers, types. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { Analyser } from '../../../vite/python/analyser.js';
import { with_python_matchers } from '../../../vite/python/params.js';
import { python_plugin } from '../../../vite/python/plugin.js';
import { stub } from '../../../vite/python/stubs.js';
import { folder_with, REPO } from '../support/files.js';
import { a_project } from '../support/project.js';

// the Python and the scripts of this checkout
process.env.LISSOME_PYTHON ??= path.join(REPO, '.venv/bin/python');
process.env.LISSOME_SCRIPTS ??= path.join(REPO, 'src/lissome/build');

/** @param {object} members */
const python_module = (members) => ({
	functions: {},
	actions: null,
	methods: [],
	options: {},
	error: null,
	...members
});

/** @param {string} code @returns {Promise<Record<string, any>>} */
const import_code = (code) => import(`data:text/javascript,${encodeURIComponent(code)}`);

test('the stub of a page', async () => {
	const module = python_module({
		functions: { load: true, helper: false },
		actions: ['default', 'a b'],
		options: { ssr: false, prerender: true, other: 1 }
	});
	const exports = await import_code(stub('/app/src/routes/+page.server.py', module));
	assert.deepEqual(Object.keys(exports), ['actions', 'load', 'ssr']);
	assert.deepEqual([Object.keys(exports.actions), exports.ssr], [['default', 'a b'], false]);
	assert.throws(() => exports.load(), { message: '+page.server.py runs in Python' });
});

test('the stubs of an endpoint, a layout and other modules', async () => {
	const module = python_module({
		functions: { load: true },
		methods: ['GET', 'POST'],
		actions: ['default'],
		options: { config: { a: [1] }, other: 1 }
	});
	const exports_of = async (/** @type {string} */ name) => Object.keys(await import_code(stub(name, module)));
	assert.deepEqual(await exports_of('+server.py'), ['GET', 'POST', 'config', 'other']);
	assert.deepEqual(await exports_of('+layout.server.py'), ['config', 'load']);
	assert.deepEqual(await exports_of('hooks.server.py'), []);
});

test('modules are analysed again when they change, and only then', (t) => {
	const folder = folder_with(t, { 'a.py': 'async def load(event): ...', 'b.py': 'def f(:' });
	const analyser = new Analyser();
	const files = ['a.py', 'b.py'].map((name) => path.join(folder, name));
	const [a, b] = analyser.modules(files);
	assert.deepEqual(a.functions, { load: true });
	assert.equal(b.error?.line, 1);
	assert.equal(analyser.module(files[0]), a);
	fs.writeFileSync(files[0], 'def other(): ...\n');
	assert.deepEqual(analyser.module(files[0]).functions, { other: false });
});

test('matchers in Python', async (t) => {
	const source = 'def integer(value): ...\ndef _helper(): ...\nasync def word(value): ...\n';
	const root = folder_with(t, { 'src/params.server.py': source });
	const config = with_python_matchers({ router: { resolution: 'server' }, files: { src: 'src' } }, root);
	assert.deepEqual(config.files, { src: 'src', params: '.lissome/params' });
	const written = fs.readFileSync(path.join(root, '.lissome/params.js'), 'utf8');
	assert.match(written, /defineParams\(\{ integer: python, word: python \}\)/);
});

test('matchers in Python need a server that finds the routes, and no others', (t) => {
	const root = folder_with(t, { 'src/params.server.py': 'def (' });
	const server = { router: { resolution: /** @type {const} */ ('server') } };
	assert.throws(
		() => with_python_matchers({}, root),
		/the browser cannot run Python\. Let the server find the routes/
	);
	assert.throws(() => with_python_matchers(server, root), /^Error: src\/params\.server\.py:1 /);
	fs.writeFileSync(path.join(root, 'src/params.ts'), '');
	assert.throws(
		() => with_python_matchers(server, root),
		/src\/params\.server\.py and src\/params\.ts are both there/
	);
	const config = {};
	assert.equal(with_python_matchers(config, folder_with(t, {})), config);
});

/** The message of the error that a plugin's hook reports, if any. @param {(context: any) => unknown} hook */
function refusal(hook) {
	const error = (/** @type {any} */ problem) => {
		throw new Error(problem.message ?? problem);
	};
	try {
		hook({ error, environment: { config: { consumer: 'server' } } });
	} catch (problem) {
		return /** @type {Error} */ (problem).message;
	}
}

/** @param {string} root @param {object} [members] */
const project_in = (root, members) =>
	a_project({
		root,
		kit: {
			files: {
				src: path.join(root, 'src'),
				routes: path.join(root, 'src/routes'),
				hooks: { server: path.join(root, 'src/hooks.server') }
			}
		},
		relative: (/** @type {string} */ file) => path.relative(root, file),
		analyser: new Analyser(),
		...members
	});

test('mistakes in Python modules stop the build, with line and caret', (t) => {
	const files = { 'src/routes/+page.server.py': 'x = 1\nssr = bool(0)\n', 'src/hooks.server.py': '' };
	const root = folder_with(t, files);
	const plugin = /** @type {any} */ (python_plugin(project_in(root)));
	plugin.buildStart();
	const load = (/** @type {string} */ file) =>
		refusal((context) => plugin.load.handler.call(context, path.join(root, file)));
	const said = String(load('src/routes/+page.server.py?x'));
	assert.match(said, /^src\/routes\/\+page\.server\.py:2:7 .*write ssr = True, not ssr = bool\(0\)/);
	assert.match(said, /\n.*ssr = bool\(0\)\n +\| +\^/);
	assert.equal(load('src/hooks.server.py'), undefined);
	const client = { environment: { config: { consumer: 'client' } } };
	assert.match(
		String(
			refusal((context) =>
				plugin.load.handler.call({ ...context, ...client }, path.join(root, 'src/hooks.server.py'))
			)
		),
		/the browser cannot run it/
	);
});
