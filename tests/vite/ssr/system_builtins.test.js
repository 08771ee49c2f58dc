/** Node's builtins that need a system: all of their exports are there, and refuse to work. */
import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { test } from 'node:test';
import { bundled, evaluated, of_node, required } from '../support/builtins.js';
import { REPO } from '../support/files.js';
import { a_project } from '../support/project.js';

const SYSTEM = `
	_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _tls_common _tls_wrap
	child_process cluster dgram dns dns/promises domain fs fs/promises http http2 https inspector inspector/promises net
	node:sqlite node:test readline readline/promises repl tls trace_events tty v8 vm wasi
`
	.trim()
	.split(/\s+/);

const ours = await required(SYSTEM);
const CODE = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';

for (const name of SYSTEM) {
	test(`${name} has every name of Node's`, () => {
		const theirs = of_node(name);
		assert.deepEqual(
			Object.keys(theirs).filter((key) => !(key in ours[name])),
			[]
		);
		const functions = Object.keys(theirs).filter((key) => typeof theirs[key] === 'function');
		assert.deepEqual(
			functions.filter((key) => typeof ours[name][key] !== 'function'),
			[]
		);
		assert.equal(typeof ours[name], typeof theirs);
	});
}

test('every builtin can be imported', async () => {
	const all = await required(builtinModules);
	assert.deepEqual(
		builtinModules.filter((name) => !all[name]),
		[]
	);
});

test('classes can be read, extended and wrapped; constructing them throws', () => {
	const { fs, http, net, tty } = ours;
	class Own extends http.Agent {
		more() {}
	}
	assert.equal(Own.prototype.createConnection, http.Agent.prototype.createConnection);
	assert.throws(() => new Own(), {
		code: CODE,
		message: /^new http\.Agent\(\) was called while rendering: /
	});
	assert.throws(() => http.Agent.call({}), { code: CODE, message: /^http\.Agent\(\) was called/ });
	assert.throws(() => Own.prototype.createConnection(), {
		message: /^http\.Agent\.prototype\.createConnection\(\) /
	});
	const wrapped = Object.create(http.ServerResponse.prototype, { own: { value: 1 } });
	assert.ok(wrapped instanceof http.ServerResponse && wrapped instanceof http.OutgoingMessage);
	assert.equal(typeof wrapped.setHeader, 'function');
	assert.equal(typeof http.IncomingMessage.prototype.on, 'function');
	assert.ok(http.globalAgent instanceof http.Agent);
	assert.ok(!({} instanceof net.Socket));
	/** @this {unknown} */
	function Stream() {
		fs.ReadStream.call(this);
	}
	Object.setPrototypeOf(Stream.prototype, fs.ReadStream.prototype);
	assert.throws(() => new /** @type {any} */ (Stream)(), { message: /^fs\.ReadStream\(\) was called/ });
	assert.equal(typeof fs.realpath.native, 'function');
	assert.throws(() => fs.realpath.native('/'), { message: /^fs\.realpath\.native\(\) was called/ });
	assert.equal(tty.isatty(1), false);
});

test('functions throw, and asynchronous ones reject', async () => {
	const { fs, http, child_process: child } = ours;
	assert.throws(() => fs.readFileSync('x'), {
		code: CODE,
		message: /needs a file system, which V8 does not have/
	});
	assert.throws(() => fs.readFile('x', () => {}), { code: CODE });
	assert.throws(() => http.request('x'), { message: /needs a network, which V8 does not have/ });
	assert.throws(() => child.exec('x'), { message: /needs other processes, which V8 does not have/ });
	assert.throws(() => ours.readline.createInterface(), { message: /needs a terminal, which/ });
	assert.throws(() => ours.vm.runInThisContext('1'), { message: /needs Node's own runtime, which/ });
	await assert.rejects(fs.promises.readFile('x'), {
		code: CODE,
		message: /^fs\.promises\.readFile\(\) was called/
	});
	await assert.rejects(ours['fs/promises'].open('x'), { code: CODE });
	await assert.rejects(ours.dns.promises.lookup('x'), { code: CODE });
});

test('a module can be patched, and is one object', async () => {
	const { fs } = ours;
	assert.equal(ours['fs/promises'], fs.promises);
	assert.equal(ours['dns/promises'], ours.dns.promises);
	assert.equal(ours['readline/promises'], ours.readline.promises);
	fs.readFile = () => 'patched';
	assert.equal(fs.readFile(), 'patched');
	const copy = { ...ours.http };
	assert.deepEqual(Object.keys(copy), Object.keys(ours.http));
});

test('constants are those of Node', () => {
	const { dns, fs, http, http2, tls } = ours;
	assert.deepEqual(http.METHODS, of_node('http').METHODS);
	assert.deepEqual({ ...http.STATUS_CODES }, { ...of_node('http').STATUS_CODES });
	assert.deepEqual({ ...fs.constants }, { ...of_node('fs').constants });
	assert.equal(fs.F_OK, of_node('fs').F_OK);
	assert.deepEqual({ ...http2.constants }, { ...of_node('http2').constants });
	assert.equal(dns.NOTFOUND, 'ENOTFOUND');
	assert.equal(http.maxHeaderSize, of_node('http').maxHeaderSize);
	assert.equal(tls.DEFAULT_MIN_VERSION, of_node('tls').DEFAULT_MIN_VERSION);
	// 200 kB
	assert.ok('rootCertificates' in tls && tls.rootCertificates === undefined);
});

const PKG = '/app/node_modules/pkg';

/** @param {Record<string, string>} files by path */
async function app(files) {
	const project = a_project({ package_folder: `${REPO}/vite` });
	project.importers_of_package = (file) => (file.startsWith(PKG) ? ['/app/src/routes/+page.svelte'] : []);
	return evaluated(await bundled("export * from '/app/src/entry.js';", files, project));
}

test('the message names the package, its file, and the file of the app', async () => {
	const files = {
		'/app/src/entry.js': `
			import fs from 'fs';
			export { read, agent } from '${PKG}/lib/x.js';
			export const own = () => fs.readFileSync('x');`,
		[`${PKG}/lib/x.js`]: `
			import { readFileSync } from 'node:fs';
			import https from 'https';
			export const read = () => readFileSync('x');
			export const agent = () => new https.Agent();`
	};
	const { read, agent, own } = await app(files);
	const by = 'package pkg (node_modules/pkg/lib/x.js), imported by src/routes/+page.svelte,';
	const instead =
		'Instead, use the package in the browser only (in onMount), take its browser build (resolve.alias in vite.config.js), or do this part in Python.';
	assert.throws(read, {
		message: `fs.readFileSync() was called while rendering: ${by} needs a file system, which V8 does not have. ${instead}`
	});
	assert.throws(agent, {
		message: `new https.Agent() was called while rendering: ${by} needs a network, which V8 does not have. ${instead}`
	});
	assert.throws(own, {
		message:
			'fs.readFileSync() was called while rendering: src/entry.js needs a file system, which V8 does not have. ' +
			'Instead, do this in Python (+page.server.py), or in the browser only (in onMount).'
	});
});

test('the files of one package share a builtin, and two packages do not', async () => {
	const file = "const fs = require('fs'); fs.mark = (fs.mark ?? '') + 'x'; exports.fs = fs;";
	const { a, b, other, promises } = await app({
		'/app/src/entry.js': `
			export { fs as a } from '${PKG}/a.cjs';
			export { fs as b } from '${PKG}/b.cjs';
			export { fs as other } from '${PKG}/node_modules/pkg/c.cjs';
			export { promises } from '${PKG}/d.cjs';`,
		[`${PKG}/a.cjs`]: file,
		[`${PKG}/b.cjs`]: file,
		[`${PKG}/d.cjs`]: "exports.promises = require('node:fs/promises');",
		[`${PKG}/node_modules/pkg/c.cjs`]: file
	});
	assert.equal(a, b);
	assert.equal(a.mark, 'xx');
	assert.equal(other.mark, 'x');
	assert.equal(promises, a.promises);
});

test('modules of other runtimes fail when they are imported, and not the build', async () => {
	const { now, later } = await app({
		'/app/src/entry.js': `
			export { now } from '${PKG}/a.cjs';
			export const later = () => import('cloudflare:sockets');`,
		[`${PKG}/a.cjs`]: "try { require('bun:sqlite'); } catch (error) { exports.now = error.message; }"
	});
	assert.match(now, /^V8 has no module bun:sqlite, which \S+a\.cjs imports\. Take what the package has/);
	await assert.rejects(later(), {
		message: /^V8 has no module cloudflare:sockets, which src\/entry\.js imports\./
	});
});
