/** The build's output besides the bundle. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fill_app_manifest } from '../../../vite/build/app_manifest.js';
import { env_validation_plugin } from '../../../vite/build/env_validation.js';
import {
	chosen_options,
	describe_env,
	describe_route,
	read_kit_output
} from '../../../vite/build/kit_output.js';
import { sizes } from '../../../vite/build/manifest.js';
import { missing_globals } from '../../../vite/build/missing_globals.js';
import { system_builtins } from '../../../vite/build/system_builtins.js';
import { warn } from '../../../vite/build/warnings.js';
import { absent_files_plugin } from '../../../vite/ssr/absent_modules.js';
import { SSR } from '../../../vite/ssr/environment.js';
import { hash_sources } from '../../../vite/build/source_hashes.js';
import { importing_file, is_framework, origin, package_of } from '../../../vite/ssr/importers.js';
import { load_own, resolve } from '../../../vite/ssr/resolve.js';
import { folder_with } from '../support/files.js';
import { a_project } from '../support/project.js';

test("kit's output is read in a process of its own", async (t) => {
	const folder = folder_with(t, {
		'package.json': '{"type": "module"}',
		'manifest-full.js': `
			const node = { index: 0, imports: ['a.js'], stylesheets: [], fonts: [], component: 1, server_id: 's.py', universal: { load() {}, ssr: false },
				inline_styles: () => ({ 'a.css': 'x', 'b.css': (assets, base) => assets + ' ' + base }) };
			const param = { name: 'p', matcher: undefined, optional: false, rest: true, chained: false };
			const route = { id: '/[...p]', pattern: /^x$/, params: [param], page: { layouts: [0, , 1], errors: [,], leaf: 2 }, endpoint: () => 1 };
			export const manifest = { app_dir: '_app', assets: new Set(['f.txt']), client: null, nodes: [async () => node], routes: [route] };`,
		'env.js': 'export const variables = { A: { public: true, value: "secret" }, B: {} };',
		'entries/hooks.universal.js': 'export const transport = { Box: {} };'
	});
	const output = await read_kit_output(folder);
	assert.deepEqual(output.nodes[0].inline_styles, {
		'a.css': 'x',
		'b.css': '%sveltekit.assets%/_app/immutable/assets %sveltekit.assets%'
	});
	assert.deepEqual(
		[output.nodes[0].universal_load, output.nodes[0].options, output.nodes[0].universal],
		[true, { ssr: false }, null]
	);
	assert.deepEqual(output.routes, [
		{
			id: '/[...p]',
			pattern: '^x$',
			params: [{ name: 'p', matcher: null, optional: false, rest: true, chained: false }],
			page: { layouts: [0, null, 1], errors: [null], leaf: 2 },
			endpoint: true
		}
	]);
	assert.deepEqual(
		[output.assets, output.transport, output.reroute, output.matchers],
		[['f.txt'], ['Box'], false, []]
	);
	assert.deepEqual(output.env, { A: { public: true, static: false }, B: { public: false, static: false } });
});

test('an error in a hook of the app is no missing hook', async (t) => {
	const folder = folder_with(t, {
		'package.json': '{"type": "module"}',
		'manifest-full.js': 'export const manifest = { client: null, nodes: [], routes: [], assets: [] };',
		'env.js': 'export const variables = {};',
		'entries/hooks.universal.js': 'process.exit(7);'
	});
	await assert.rejects(read_kit_output(folder), { message: "reading kit's output failed (exit code 7)" });
});

test('options and declared variables', () => {
	const exports = { ssr: false, csr: undefined, load() {}, _own: 1, config: { a: 1 } };
	assert.deepEqual(chosen_options(exports), { ssr: false, config: { a: 1 } });
	assert.deepEqual(describe_env(undefined), {});
	assert.equal(describe_route({ id: '/', pattern: /a/, params: [], page: null, endpoint: null }).page, null);
});

test('$app/manifest is filled on the line where it is', () => {
	const manifest = /** @type {any} */ ({
		assets: [{ path: '$&' }],
		immutable: [],
		prerendered: [],
		routes: [{ id: '/' }]
	});
	const code =
		'const a = __SVELTEKIT_MANIFEST_ASSETS__;\nconst r = __SVELTEKIT_MANIFEST_ROUTES__, x = __SVELTEKIT_MANIFEST_OTHER__;';
	assert.equal(
		fill_app_manifest(code, manifest),
		'const a = [{"path":"$&"}];\nconst r = [{"id":"/"}], x = __SVELTEKIT_MANIFEST_OTHER__;'
	);
});

test("kit's validation is the last thing that is removed", () => {
	const { handler } = /** @type {any} */ (env_validation_plugin().transform);
	const code = 'handle_issues(issues); function set_env() { a; handle_issues(issues); }';
	assert.equal(handler(code).code, 'handle_issues(issues); function set_env() { a;  }');
	assert.throws(() => handler('function set_env() {}'), /is not what it was in 3\.2/);
});

test('sources are hashed, static files only named, Python left out', (t) => {
	const root = folder_with(t, {
		'src/a.js': 'x',
		'src/b.py': 'x',
		'src/__pycache__/c.js': 'x',
		'static/f.txt': 'x',
		'package.json': '{}',
		'other.js': 'x'
	});
	const files = { src: 'src', assets: path.join(root, 'static') };
	const project = a_project({
		root,
		kit: { files },
		relative: (/** @type {string} */ file) => path.relative(root, file)
	});
	assert.deepEqual(hash_sources(project), {
		'package.json': '44136fa355b3',
		'src/a.js': '2d711642b726',
		'static/f.txt': ''
	});
	assert.deepEqual(sizes(['src/a.js'], root), { 'src/a.js': 1 });
});

test('globals that V8 lacks: what runs, and what only Node has', () => {
	const source = '/app/src/a.js';
	const code =
		'window.x;\nfunction f() { document; __dirname; process; Buffer; }\ntypeof localStorage; localStorage;\nconsole.log(URL);';
	const map = /** @type {any} */ ({
		version: 3,
		sources: ['../../src/a.js'],
		names: [],
		mappings: code
			.split('\n')
			.map((_, i) => (i ? 'AACA' : 'AAAA'))
			.join(';')
	});
	const chunk = /** @type {any} */ ({ code, map, fileName: 'a.js' });
	assert.deepEqual(missing_globals(chunk, a_project()), [
		{ name: 'window', file: source, line: 1 },
		{ name: '__dirname', file: source, line: 2 }
	]);
	const framework = { ...chunk, map: { ...map, sources: ['../../node_modules/svelte/a.js'] } };
	assert.deepEqual(missing_globals(framework, a_project()), []);
	assert.deepEqual(missing_globals({ ...chunk, map: null }, a_project()), []);
});

test('which package a file is of, and who imports it', () => {
	assert.deepEqual(
		[
			'/a/src/b.js',
			'/a/node_modules/p/b.js',
			'/a/node_modules/@s/p/b.js',
			'/a/node_modules/p/node_modules/q/b.js'
		].map(package_of),
		['', 'p', '@s/p', 'q']
	);
	const project = a_project();
	const importers = new Map([
		['/app/node_modules/p/a.js', ['/app/node_modules/p/b.js']],
		['/app/node_modules/p/b.js', ['/app/node_modules/p/a.js', '/app/src/c.js?x']]
	]);
	const importers_of = (/** @type {string} */ id) => importers.get(id) ?? [];
	assert.equal(importing_file('/app/node_modules/p/a.js', importers_of, project), 'src/c.js');
	assert.equal(importing_file('/app/node_modules/q/a.js', importers_of, project), '');
	assert.equal(
		origin('/app/node_modules/p/a.js', importers_of, project),
		' (package p, imported by src/c.js)'
	);
	assert.equal(origin('/app/src/c.js', importers_of, project), '');
	assert.deepEqual(
		['/app/.svelte-kit/a.js', '/app/.lissome/npm/a.js', '/app/node_modules/svelte/a.js', '/app/src/a.js'].map(
			(file) => is_framework(file, project)
		),
		[true, true, true, false]
	);
});

test('what an import means in V8', async () => {
	const project = a_project();
	const resolved = (/** @type {string | null} */ id) =>
		/** @type {any} */ ({ resolve: async () => id && { id } });
	const here = '/app/.lissome/npm/isolate/shims';
	const by = '/app/src/a.js';
	const kit = `${project.kit_source}/runtime/app/paths/server.js`;
	assert.equal(
		await resolve(resolved(null), 'lissome:kit/a.js', by, {}, project),
		`${project.kit_source}/a.js`
	);
	assert.equal(await resolve(resolved(null), 'lissome:hooks', by, {}, project), '\0lissome:hooks');
	assert.deepEqual(load_own('\0lissome:hooks', project), { code: 'export {};' });
	assert.equal(load_own('\0other', project), undefined);
	assert.equal(await resolve(resolved(kit), '$app/paths', by, {}, project), `${here}/app_paths.js`);
	assert.equal(await resolve(resolved('/app/src/paths'), './paths', by, {}, project), undefined);
	assert.equal(await resolve(resolved(null), './x.js', by, {}, project), undefined);
});

test("what an import of one of Node's builtins means in V8", async () => {
	const project = a_project();
	const context = /** @type {any} */ ({ resolve: async () => null });
	const resolved = (/** @type {string} */ id, by = '/app/src/a.js') => resolve(context, id, by, {}, project);
	const prefix = '\0lissome:builtin/';
	// those that need no system are the same for all
	assert.equal(await resolved('node:events'), `${prefix}:events`);
	assert.equal(await resolved('events', '/app/node_modules/pkg/a.js'), `${prefix}:events`);
	assert.equal(await resolved('stream/promises'), `${prefix}:stream/promises`);
	// an installed package of the name of a builtin is not meant, unless its name has a slash
	assert.equal(await resolved('events/'), undefined);
	assert.equal(await resolved('events/events.js'), undefined);
	assert.equal(await resolved('process/', '/app/node_modules/pkg/a.js'), `${prefix}:process`);
	// each package has its own of the others
	assert.equal(await resolved('node:fs'), `${prefix}src/a.js:fs`);
	assert.equal(await resolved('fs', '/app/node_modules/@a/b/x.js?v=1'), `${prefix}node_modules/@a/b:fs`);
	assert.equal(
		project.builtin_importers.get(`${prefix}node_modules/@a/b:fs`),
		'/app/node_modules/@a/b/x.js?v=1'
	);
	assert.equal(
		await resolved(`${prefix}src/a.js:fs`, `${prefix}src/a.js:fs/promises`),
		`${prefix}src/a.js:fs`
	);
	// renders may share kit and Svelte
	const shim = '/app/.lissome/npm/isolate/shims/async_hooks.js';
	assert.equal(await resolved('node:async_hooks', '/app/node_modules/svelte/src/x.js'), shim);
	assert.equal(await resolved('node:async_hooks'), `${prefix}:async_hooks`);
	assert.equal(await resolved('bun:ffi'), '\0lissome:absent/bun:ffi, which src/a.js imports');
});

test('what a shim loads is looked for among the packages of lissome', async () => {
	/** @type {string[]} */
	const importers = [];
	const resolve_package = async (/** @type {string} */ id, /** @type {string} */ by) => {
		importers.push(by);
		return { id: `/found/${id}` };
	};
	const context = /** @type {any} */ ({ resolve: resolve_package });
	const found = await resolve(context, '@noble/hashes/sha2.js', '\0lissome:builtin/:crypto', {}, a_project());
	assert.equal(found, '/found/@noble/hashes/sha2.js');
	assert.match(importers[0], /^\/app\/\.lissome\/npm\/isolate\/shims\/node\//);
});

test('a file that a package lacks is absent, and one of the app is an error', async () => {
	const { resolveId } = /** @type {any} */ (absent_files_plugin(a_project()));
	const resolved = (/** @type {string} */ by, environment = SSR) =>
		resolveId.handler.call({ environment: { name: environment } }, './x.wasm', by);
	const id = resolved('/app/node_modules/pkg/a.js');
	assert.equal(id, '\0lissome:absent/./x.wasm, which node_modules/pkg/a.js imports');
	assert.match(
		String(load_own(id, a_project())?.code),
		/ throw new Error\("V8 has no module \.\/x\.wasm, which node_modules\/pkg\/a\.js imports\. Take/
	);
	assert.equal(resolved('/app/src/a.js'), undefined);
	assert.equal(resolved('/app/node_modules/pkg/a.js', 'client'), undefined);
});

test('the build lists who imports what needs a system', () => {
	const prefix = '\0lissome:builtin/';
	const ids = [
		'node_modules/a:fs',
		'node_modules/a:net',
		'node_modules/gone:fs',
		'src/x.js:http',
		':events',
		'n/m:fs/promises',
		'virtual:net'
	];
	const modules = ids.map((id) => [prefix + id, { renderedLength: id.includes('gone') ? 0 : 9 }]);
	const project = a_project({
		builtin_importers: new Map([
			[`${prefix}node_modules/a:fs`, '/app/node_modules/a/i.js'],
			[`${prefix}node_modules/a:net`, '/app/node_modules/a/j.js'],
			[`${prefix}src/x.js:http`, '/app/src/x.js?a'],
			[`${prefix}n/m:fs/promises`, '/else/node_modules/m/x.js'],
			[`${prefix}virtual:net`, '\0virtual']
		])
	});
	const importers_of = (/** @type {string} */ id) =>
		id.includes('/a/') ? ['/app/src/routes/+page.svelte'] : [];
	const chunks = /** @type {any} */ ([{ modules: Object.fromEntries(modules) }]);
	assert.deepEqual(system_builtins(chunks, importers_of, project), [
		'fs, net: package a, imported by src/routes/+page.svelte',
		'http: src/x.js',
		'fs/promises: package m',
		'net: virtual'
	]);
});

test('a warning has ten places at most', () => {
	/** @type {string[]} */
	const said = [];
	const logger = { warn: (/** @type {string} */ text) => said.push(text) };
	const names = Array.from({ length: 12 }, (_, i) => `src/${i}.js`);
	const project = a_project({
		vite: { logger },
		builtin_importers: new Map(names.map((name) => [`\0lissome:builtin/${name}:fs`, `/app/${name}`]))
	});
	const modules = Object.fromEntries(
		[...project.builtin_importers.keys()].map((id) => [id, { renderedLength: 1 }])
	);
	warn(/** @type {any} */ ([{ modules, code: '', map: null }]), () => [], project);
	warn([], () => [], project);
	assert.equal(said.length, 1);
	assert.match(said[0], /^V8 does not have the system that these modules of Node's need\./);
	assert.deepEqual(said[0].split('\n').slice(-2), ['  fs: src/9.js', '  and 2 more']);
});
