/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { file_of_id } from '../files.js';
import { describe_builtin } from './builtin_description.js';
import { module_text } from './builtin_text.js';
import { importing_file, package_of } from './importers.js';

/** the prefix of the virtual modules that replace Node's builtin modules; the importer follows, then the name */
const BUILTIN = '\0lissome:builtin/';

/** the prefix of the virtual modules that make all that Node's builtin modules export */
const EXPORTS = '\0lissome:builtin-exports/';

/** the virtual module that is the package node-inspect-extracted, with another `Reflect` */
const INSPECT = '\0lissome:builtin-inspect';

/**
 * The builtins that need no system. `shim` is true if there is a file in isolate/shims/node for what can work; the rest of
 * their exports throws. `lazy` are packages that the shim loads when it needs them, because every render that imports the
 * builtin would pay for them.
 *
 * @type {Record<string, { shim?: false, lazy?: Record<string, string> }>}
 */
const PROVIDED = {
	assert: { lazy: { load: 'assert/build/assert.js' } },
	async_hooks: {},
	buffer: {},
	console: {},
	constants: { shim: false },
	crypto: {
		lazy: Object.fromEntries(
			['blake2', 'hkdf', 'hmac', 'legacy', 'pbkdf2', 'scrypt', 'sha2', 'sha3'].map((name) => [
				name,
				`@noble/hashes/${name}.js`
			])
		)
	},
	diagnostics_channel: {},
	events: {},
	module: {},
	os: {},
	path: {},
	perf_hooks: { shim: false },
	process: {},
	punycode: {},
	querystring: {},
	stream: {},
	'stream/consumers': {},
	'stream/web': { shim: false },
	string_decoder: {},
	timers: {},
	url: {},
	util: { lazy: { inspecting: INSPECT, comparing: 'assert/build/internal/util/comparisons.js' } },
	worker_threads: {},
	zlib: { lazy: { load: 'pako', streaming: 'stream' } }
};

/** Builtins that need a system, and have a few functions that need none. */
const PARTLY_PROVIDED = new Set(['dns', 'http', 'net', 'tty']);

/**
 * Builtins that are members of others.
 *
 * @type {Record<string, [builtin: string, ...members: string[]]>}
 */
const MEMBERS = {
	_stream_duplex: ['stream', 'Duplex'],
	_stream_passthrough: ['stream', 'PassThrough'],
	_stream_readable: ['stream', 'Readable'],
	_stream_transform: ['stream', 'Transform'],
	_stream_writable: ['stream', 'Writable'],
	'assert/strict': ['assert', 'strict'],
	'dns/promises': ['dns', 'promises'],
	'fs/promises': ['fs', 'promises'],
	'path/posix': ['path'],
	'path/win32': ['path', 'win32'],
	'readline/promises': ['readline', 'promises'],
	'stream/promises': ['stream', 'promises'],
	sys: ['util'],
	'timers/promises': ['timers', 'promises'],
	'util/types': ['util', 'types']
};

/** What builtins need, for messages: the first that matches their names. */
const NEEDS = /** @type {const} */ ([
	[/^fs/, 'a file system'],
	[/^(?:_?https?|_http_\w+|http2|net|_?tls|_tls_\w+|dgram|dns)(?:\/|$)/, 'a network'],
	[/^(?:child_process|cluster)/, 'other processes'],
	[/^(?:readline|repl|tty)/, 'a terminal'],
	[/^/, "Node's own runtime"]
]);

/**
 * The module that replaces a builtin for an importer. All share those that need no system. Of the others each package has
 * its own, so that errors can name it.
 *
 * @param {string} id `fs` or `node:fs`
 * @param {string | undefined} importer
 * @param {Project} project
 * @returns {string} its id
 */
export function builtin_id(id, importer, project) {
	const name = id.replace(/^node:/, '');
	if (!is_system(name)) return `${BUILTIN}:${name}`;
	const file = importer ? file_of_id(importer) : '';
	const prefix = `${BUILTIN}${project.relative(package_folder(file) || file)}:`;
	for (const each of [name, MEMBERS[name]?.[0] ?? name]) {
		const made = prefix + each;
		if (!project.builtin_importers.has(made)) project.builtin_importers.set(made, importer ?? '');
	}
	return prefix + name;
}

/**
 * The folder of the package that a file belongs to. A package may be installed in several versions.
 *
 * @param {string} file
 * @returns {string} empty for a file of the app
 */
const package_folder = (file) => /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';

/**
 * True for the virtual modules of this file.
 *
 * @param {string | undefined} id
 */
export const is_builtin_module = (id) =>
	id !== undefined && (id.startsWith(BUILTIN) || id.startsWith(EXPORTS) || id === INSPECT);

/**
 * True for builtins that need a system.
 *
 * @param {string} name
 */
const is_system = (name) => !Object.hasOwn(PROVIDED, MEMBERS[name]?.[0] ?? name);

/**
 * The builtin that a virtual module replaces.
 *
 * @param {string} id
 * @returns {string | undefined} its name, if it needs a system
 */
export function system_builtin(id) {
	const name = id.startsWith(BUILTIN) ? name_of(id) : undefined;
	return name && is_system(name) ? name : undefined;
}

/** @param {string} id */
const name_of = (id) => id.slice(id.lastIndexOf(':') + 1);

/**
 * Load a CommonJS module that replaces a builtin; the same in a build and in dev. It is CommonJS because Node's are: they
 * can be functions, importers may ask for names that this Node does not have, and their parts can be loaded when they are
 * needed.
 *
 * @param {string} id
 * @param {Project} project
 * @returns {string | undefined} undefined: another module
 */
export function load_builtin(id, project) {
	const folder = `${project.package_folder}/isolate/shims/node`;
	if (id === INSPECT) return inspect_text(folder);
	const helpers = `${folder}/unavailable.js`;
	if (id.startsWith(EXPORTS)) return exports_text(id.slice(EXPORTS.length), helpers);
	if (!id.startsWith(BUILTIN)) return;
	const name = name_of(id);
	const reason = is_system(name)
		? system_reason(id, name, project)
		: 'lissome has no such function in V8. Do this in Python (+page.server.py), or only in the browser (onMount).';
	const members = `${require_text(EXPORTS + name)}(unavailable(${JSON.stringify(reason)}))`;
	const known = known_part(id, name, folder);
	return [
		`const { complete, unavailable } = ${require_text(helpers)};`,
		`module.exports = ${known ? `complete(${known}, ${members})` : members};`
	].join('\n');
}

/**
 * @param {string} name
 * @param {string} helpers the file with what the text needs
 */
function exports_text(name, helpers) {
	const { functions, classes, ...others } = describe_builtin(name);
	// the others of `process` tell of the machine that builds
	const description = { functions, classes, ...(name === 'process' ? {} : others) };
	return module_text(description, name.replaceAll('/', '.'), helpers);
}

/**
 * Write the expression for what can work of a builtin.
 *
 * @param {string} id
 * @param {string} name
 * @param {string} folder of the shims
 * @returns {string | undefined} undefined: nothing
 */
function known_part(id, name, folder) {
	if (MEMBERS[name]) {
		const [whole, ...members] = MEMBERS[name];
		return [require_text(id.slice(0, -name.length) + whole), ...members].join('.');
	}
	const { shim = is_system(name) ? PARTLY_PROVIDED.has(name) : true, lazy = {} } = PROVIDED[name] ?? {};
	if (!shim) return;
	const loads = Object.entries(lazy).map(([key, package_]) => `${key}: () => ${require_text(package_)}`);
	return `${require_text(`${folder}/${name.replaceAll('/', '_')}.js`)}.create({ ${loads.join(', ')} })`;
}

/** @param {string} folder of the shims */
function inspect_text(folder) {
	const file = createRequire(`${folder}/util.js`).resolve('node-inspect-extracted');
	const reflect = `const Reflect = ${require_text(`${folder}/unfrozen_reflect.js`)}.unfrozen_reflect;`;
	return `${reflect}\n${fs.readFileSync(file, 'utf8')}`;
}

/** @param {string} id */
const require_text = (id) => `require(${JSON.stringify(id)})`;

/**
 * @param {string} id
 * @param {string} name
 * @param {Project} project
 */
function system_reason(id, name, project) {
	const need = NEEDS.find(([pattern]) => pattern.test(name))?.[1];
	const by_package = package_of(project.builtin_importers.get(id) ?? '');
	const advice = by_package
		? 'use the package in the browser only (in onMount), take its browser build (resolve.alias in vite.config.js), or do this part in Python'
		: 'do this in Python (+page.server.py), or in the browser only (in onMount)';
	return `${importer_text(id, project)} needs ${need}, which V8 does not have. Instead, ${advice}.`;
}

/**
 * The file that imports a builtin first, of those that share its module.
 *
 * @param {string} id of the module
 * @param {Project} project
 * @returns {string} relative to the project; without the mark of virtual modules
 */
export const importer_file = (id, project) =>
	project.relative(file_of_id(project.builtin_importers.get(id) ?? '')).replaceAll('\0', '');

/**
 * @param {string} id
 * @param {Project} project
 */
function importer_text(id, project) {
	const importer = project.builtin_importers.get(id) ?? '';
	const file = importer_file(id, project);
	const name = package_of(importer);
	if (!name) return file;
	// the bundler does not know yet which modules import the importer
	const importers_of = (/** @type {string} */ each) => project.importers_of_package(each);
	const by = importing_file(importer, importers_of, project);
	return `package ${name} (${file})${by && `, imported by ${by},`}`;
}
