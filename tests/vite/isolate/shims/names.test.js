/** Node's builtins that need no system: their names and shapes, beside those of Node itself. */
import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import process from 'node:process';
import { test } from 'node:test';
import { bundled, evaluated, of_node, required } from '../../support/builtins.js';

const PROVIDED = `
	assert assert/strict async_hooks buffer console constants crypto diagnostics_channel events module os path path/posix
	path/win32 perf_hooks process punycode querystring stream stream/consumers stream/promises stream/web string_decoder
	sys timers timers/promises url util util/types worker_threads zlib
`
	.trim()
	.split(/\s+/);

const ours = await required(PROVIDED);

/** @param {string} name */
function names_of(name) {
	const module = of_node(name);
	// the rest of `process` says what the machine is
	return Object.keys(module).filter((key) => name !== 'process' || typeof module[key] === 'function');
}

for (const name of PROVIDED) {
	const theirs = of_node(name);
	const names = names_of(name);

	test(`${name} has every name of Node's`, () => {
		assert.ok(names.length > 0);
		assert.deepEqual(
			names.filter((key) => !(key in ours[name])),
			[]
		);
	});

	test(`${name} has functions where Node has functions`, () => {
		const functions = names.filter((key) => typeof theirs[key] === 'function');
		assert.deepEqual(
			functions.filter((key) => typeof ours[name][key] !== 'function'),
			[]
		);
		assert.equal(typeof ours[name], typeof theirs);
	});
}

test('what cannot work throws when it is called, and says what it is', () => {
	const code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
	for (const [call, said] of /** @type {Array<[() => unknown, string]>} */ ([
		[() => ours.crypto.createCipheriv('aes-128-cbc', '', ''), 'crypto.createCipheriv() was called'],
		[() => new ours.crypto.X509Certificate(''), 'new crypto.X509Certificate() was called'],
		[() => new ours.worker_threads.Worker('x.js'), 'new worker_threads.Worker() was called'],
		[() => ours.zlib.createBrotliCompress(), 'zlib.createBrotliCompress() was called'],
		[() => ours.util.getSystemErrorName(-2), 'util.getSystemErrorName() was called'],
		[() => ours.process.getuid(), 'process.getuid() was called'],
		[() => ours.path.win32.join('a'), 'path.win32.join() was called'],
		[() => ours['path/win32'].join('a'), 'path.win32.join() was called']
	])) {
		assert.throws(
			call,
			(/** @type {any} */ error) => error.message.startsWith(said) && error.code === code,
			said
		);
	}
});

test('a require that was made throws when it is called', () => {
	const made = ours.module.createRequire('file:///x.js');
	assert.throws(() => made('./y.js'), { code: 'MODULE_NOT_FOUND', message: /^require\('\.\/y\.js'\)/ });
	assert.throws(() => made.resolve('y'), { code: 'MODULE_NOT_FOUND' });
});

test('which modules are builtins', () => {
	const { isBuiltin, Module } = ours.module;
	assert.deepEqual(['fs', 'node:fs', 'node:sqlite', 'sqlite', 'left-pad', './fs'].map(isBuiltin), [
		true,
		true,
		true,
		false,
		false,
		false
	]);
	assert.equal(Module, ours.module);
	assert.deepEqual(ours.module.builtinModules, builtinModules);
});

test('nothing of the machine that builds is in a bundle', async () => {
	const text = await bundled(PROVIDED.map((name) => `import '${name}'; export * from '${name}';`).join('\n'));
	for (const told of [
		process.cwd(),
		process.execPath,
		process.version,
		`${process.pid}`,
		process.env.PATH ?? '/bin:'
	])
		assert.ok(!text.includes(`"${told}`), told);
});

test('modules are what they are in Node', () => {
	const { events, stream, util, url, assert: asserts } = ours;
	assert.equal(events.EventEmitter, events);
	assert.equal(stream.Stream, stream);
	assert.equal(ours['stream/promises'], stream.promises);
	assert.equal(ours['timers/promises'], ours.timers.promises);
	assert.equal(ours['util/types'], util.types);
	assert.equal(ours.sys.inspect, util.inspect);
	assert.equal(ours['path/posix'].join, ours.path.posix.join);
	assert.equal(ours['assert/strict'], asserts.strict);
	assert.equal(asserts.strict.strict, asserts.strict);
	assert.equal(util.TextEncoder, TextEncoder);
	assert.equal(url.URL, URL);
	assert.equal(ours.buffer.Buffer, Buffer);
	assert.equal(ours.crypto.webcrypto, crypto);
	assert.equal(ours['stream/web'].ReadableStream, ReadableStream);
	assert.equal(ours.perf_hooks.performance, performance);
	assert.equal(ours.timers.setTimeout, setTimeout);
});

test('the older way to inherit', () => {
	const { events, stream, util } = ours;
	/** @this {any} */
	function Emitter() {
		events.call(this);
	}
	util.inherits(Emitter, events);
	/** @this {any} */
	function Pipe() {
		stream.call(this);
	}
	util.inherits(Pipe, stream);
	const emitter = new /** @type {any} */ (Emitter)();
	assert.ok(emitter instanceof events);
	assert.ok(new /** @type {any} */ (Pipe)() instanceof events);
	assert.equal(/** @type {any} */ (Emitter).super_, events);
	assert.ok(new stream.Readable() instanceof stream);
});

test('imports of every form', async () => {
	const code = `
		import events, { EventEmitter, once } from 'node:events';
		import * as all from 'events';
		import util, { promisify, TextEncoder as Encoder } from 'util';
		import * as path from 'node:path';
		import { join } from 'path/posix';
		import { fileURLToPath, URL as U } from 'url';
		import Stream, { Readable } from 'stream';
		import { nothing } from 'util';
		import cjs from '/x.cjs';
		export { EventEmitter as again, default as same } from 'events';
		import { parse } from '/star.js';
		export { parse };
		export const seen = [
			events === EventEmitter, all.EventEmitter === events, all.default === events, typeof once,
			util.promisify === promisify, Encoder === TextEncoder, path.default.join === join, path.sep,
			fileURLToPath('file:///a%20b'), U === URL, Stream.Readable === Readable, nothing,
			cjs.events === events, cjs.path.join === join
		];
		export const later = import('events').then((module) => [module.default === events, module.EventEmitter === events]);`;
	const files = {
		'/star.js': "export * from 'querystring'; export const own = 1;",
		'/x.cjs': "exports.events = require('events'); exports.path = require('node:path');"
	};
	const made = evaluated(await bundled(code, files));
	const expected = [
		true,
		true,
		true,
		'function',
		true,
		true,
		true,
		'/',
		'/a b',
		true,
		true,
		undefined,
		true,
		true
	];
	assert.deepEqual(made.seen, expected);
	assert.deepEqual(await made.later, [true, true]);
	assert.equal(made.again, made.same);
	assert.equal(made.parse('a=1').a, '1');
});

test('a builtin that is imported and not used is left out', async () => {
	const code = "import { Readable } from 'stream'; import fs from 'fs'; import 'crypto'; export const a = 1;";
	const text = await bundled(code);
	assert.ok(text.length < 200, text);
});

test('what is of a wrong type is said as in Node', () => {
	const { promisify, inherits } = ours.util;
	const custom = Object.assign(() => {}, { [promisify.custom]: 1 });
	const parent = Object.assign(function () {}, { prototype: undefined });
	assert.throws(
		() => promisify(custom),
		/^TypeError.*The "util.promisify.custom" property must be of type function\./
	);
	assert.throws(
		() => inherits(function () {}, parent),
		/The "superCtor.prototype" property must be of type object\./
	);
});
