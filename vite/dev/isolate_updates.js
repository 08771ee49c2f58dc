/** @import { ModuleUpdate } from '../isolate/loader/module_updates.js' */
/** @import { Project } from '../project.js' */
/** @import { ModuleGraph, ModuleRecord } from './module_graph.js' */
import path from 'node:path';
import { originalPositionFor } from '@jridgewell/trace-mapping';
import { trace_map } from '../build/source_positions.js';
import { node_entries } from '../isolate/node_entries.js';
import { create_updater } from '../isolate/loader/module_updates.js';
import { ENTRIES } from '../ssr/environment.js';
import { importing_file, is_framework, package_of } from '../ssr/importers.js';
import { function_text } from '../ssr/module_function.js';
import { with_internals } from '../ssr/module_internals.js';
import { pack } from '../ssr/pack.js';
import { make_prelude } from '../ssr/prelude.js';
import { is_stateless } from '../ssr/stateless_modules.js';

/** what V8 calls the script that each isolate begins with; src/lissome/dev/source_positions.py leaves it out of stacks */
const SCRIPT = 'lissome-dev.js';

/** the answer when the isolate has all that the render may need */
const UP_TO_DATE = { update: null };

/** the number of isolates to remember: Python uses one, and for a short time two */
const MAX_SESSIONS = 8;

/**
 * Python's request before a render.
 *
 * @typedef {object} UpdateRequest
 * @property {string} session identifies an isolate
 * @property {number} batch the number of updates that the isolate has had
 * @property {string[]} entries those that the render is going to evaluate
 * @property {number[]} numbers modules that it imports dynamically
 */

/**
 * An isolate, as far as it has been sent modules.
 *
 * @typedef {object} Session
 * @property {number} batch
 * @property {Map<number, string>} sent the version of each module that it has
 * @property {WeakSet<Set<ModuleRecord>>} complete the closures of which it has all modules
 */

/**
 * Sends isolates the modules that they lack. Python asks before each render, so there is nothing to invalidate in V8,
 * and an edit costs no more than the modules that it changed.
 */
export class IsolateUpdates {
	/** @type {Map<string, Session>} */
	#sessions = new Map();

	/** @type {Promise<{ prelude: string, script: string }> | undefined} */
	#boot;

	/**
	 * @param {ModuleGraph} modules
	 * @param {Project} project
	 */
	constructor(modules, project) {
		this.modules = modules;
		this.project = project;
	}

	/** The scripts that each isolate begins with: the prelude, and the modules that answer messages. */
	boot() {
		return (this.#boot ??= this.#make_boot());
	}

	async #make_boot() {
		const prelude = make_prelude(this.project);
		const dispatcher = await this.#entry('dispatcher');
		const closure = [...(await this.modules.closure([dispatcher]))].toSorted((a, b) => a.number - b.number);
		const modules = closure.map((record) => ({
			...this.#describe(record, false),
			name: record.url,
			code: record.code,
			map: null,
			imports: record.imports.map(({ number }) => number)
		}));
		const updater = `(${create_updater})(definitions, entries, shared)`;
		const { code } = pack(modules, { dispatcher: dispatcher.number }, [], SCRIPT, () => `String, ${updater}`);
		return { prelude: await prelude, script: code };
	}

	/**
	 * Have Vite transform what the first page is likely to need, while Python imports the app: the root layout, the error
	 * page, and the page at `/`.
	 *
	 * @param {{ routes: Array<{ id: string, page: { layouts: Array<number | null>, leaf: number | null } | null }> }} manifest
	 */
	async warm({ routes }) {
		await this.boot();
		const home = routes.find(({ id, page }) => page && /^\/?(?:\/\([^/]+\))*$/.test(id))?.page ?? {
			layouts: [],
			leaf: null
		};
		const names = ['render', ...new Set(node_entries([0, 1, ...home.layouts, home.leaf]))];
		await this.modules.closure(await Promise.all(names.map((name) => this.#entry(name))));
	}

	/**
	 * Answer Python's request: an update with the modules that the isolate lacks, or `restart` if it must be replaced.
	 *
	 * @param {UpdateRequest} request
	 */
	async update({ session, batch, entries, numbers }) {
		await this.boot();
		const known = this.#session(session);
		// another Vite has sent the isolate its modules: the configuration has changed
		if (known.batch !== batch) return { restart: true };
		const roots = await Promise.all(entries.map((name) => this.#entry(name)));
		const closure = await this.modules.closure([
			...roots,
			...numbers.map((number) => this.modules.numbered(number))
		]);
		if (known.complete.has(closure)) return UP_TO_DATE;
		const asynchronous = awaiting(closure);
		const shared = this.project.is_async ? new Set() : stateless(closure, this.project);
		const changed = [...closure].filter(
			(record) => known.sent.get(record.number) !== version_of(record, asynchronous)
		);
		const restart = changed.some((record) => shared.has(record) && known.sent.has(record.number));
		if (restart) return { restart };
		for (const record of changed) known.sent.set(record.number, version_of(record, asynchronous));
		known.complete.add(closure);
		known.batch += 1;
		/** @type {ModuleUpdate} */
		const update = {
			modules: changed.map((record) => this.#sendable(record, asynchronous, shared)),
			shared: changed.filter((record) => shared.has(record)).map(({ number }) => number),
			entries: Object.fromEntries(entries.map((name, i) => [name, roots[i].number]))
		};
		return {
			update,
			imports: Object.fromEntries(
				changed.map(({ number, links }) => [number, Object.values(links).map((link) => link.number)])
			),
			styles: Object.fromEntries(changed.flatMap(({ number, css }) => (css ? [[number, css]] : [])))
		};
	}

	/**
	 * Map positions in modules to positions in source files.
	 *
	 * @param {Array<[number: number, line: number, column: number]>} positions as V8 counts: from 1
	 * @returns {string[]} `file:line:column`; for files of packages also the file of the app that imports them
	 */
	positions(positions) {
		return positions.map((position) => `${this.#position(position)}${this.#importer(position[0])}`);
	}

	/** @param {[number: number, line: number, column: number]} position */
	#position([number, line, column]) {
		const { file, result } = this.modules.numbered(number);
		if (this.modules.is_virtual(number)) return `${SCRIPT}:${line}:${column}`;
		const map = result?.map && 'version' in result.map ? result.map : null;
		// the body begins in the second line of what V8 was given
		const found =
			map && originalPositionFor(trace_map(map), { line: Math.max(1, line - 1), column: column - 1 });
		if (!found || found.source === null)
			return `${this.project.relative(file)}:${Math.max(1, line - 1)}:${column}`;
		const source = map?.sources.length === 1 ? file : path.resolve(path.dirname(file), found.source);
		return `${this.project.relative(source)}:${found.line}:${found.column + 1}`;
	}

	/** @param {number} number */
	#importer(number) {
		const { file, id } = this.modules.numbered(number);
		if (!package_of(file) || is_framework(file, this.project)) return '';
		const by = importing_file(id, (each) => this.modules.importers(each), this.project);
		return by && `, imported by ${by}`;
	}

	/**
	 * @param {string} id
	 * @returns {Session}
	 */
	#session(id) {
		let session = this.#sessions.get(id);
		if (!session) {
			session = { batch: 0, sent: new Map(), complete: new WeakSet() };
			this.#sessions.set(id, session);
			const [oldest] = this.#sessions.keys();
			if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(oldest);
		}
		return session;
	}

	/** @param {string} name of an entry, as the bundle has it; also `u` and a number: the universal module of a node */
	#entry(name) {
		const { kit, package_folder, universal_modules } = this.project;
		if (name === 'hooks' || name === 'params') return this.modules.file(`lissome:${name}`);
		const [, kind, number] = /^([nu])(\d+)$/.exec(name) ?? [];
		if (kind === 'n') return this.modules.file(`${kit.outDir}/generated/dev/client/nodes/${number}.js`);
		if (kind === 'u') return this.modules.file(/** @type {string} */ (universal_modules[Number(number)]));
		return this.modules.file(`${package_folder}/isolate/${ENTRIES[name]}`);
	}

	/**
	 * @param {ModuleRecord} record
	 * @param {Set<ModuleRecord>} asynchronous
	 * @param {Set<ModuleRecord>} shared
	 */
	#sendable(record, asynchronous, shared) {
		const is_async = asynchronous.has(record);
		const code = shared.has(record) ? with_internals(record.code) : record.code;
		const source = `(${function_text(code, is_async, record.awaits)})\n//# sourceURL=lissome:${record.number}`;
		return { ...this.#describe(record, is_async), number: record.number, source };
	}

	/**
	 * @param {ModuleRecord} record
	 * @param {boolean} is_async
	 */
	#describe(record, is_async) {
		const links = Object.fromEntries(Object.entries(record.links).map(([id, { number }]) => [id, number]));
		return {
			links,
			is_async,
			awaits: record.awaits,
			is_commonjs: record.is_commonjs,
			is_node_mode: this.modules.is_node_mode(record),
			path: record.uses_meta ? this.#browser_path(record) : null
		};
	}

	/**
	 * The path at which the browser has the module.
	 *
	 * @param {ModuleRecord} record
	 */
	#browser_path({ file }) {
		const { root, vite } = this.project;
		return file.startsWith(`${root}/`)
			? `${vite.base}${file.slice(root.length + 1)}`
			: `${vite.base}@fs${file}`;
	}
}

/**
 * @param {ModuleRecord} record
 * @param {Set<ModuleRecord>} asynchronous
 */
const version_of = (record, asynchronous) => `${record.version}${asynchronous.has(record) ? ' async' : ''}`;

/**
 * The modules that await at their top level, and those that import one; `require` never waits.
 *
 * @param {Set<ModuleRecord>} closure
 * @returns {Set<ModuleRecord>}
 */
function awaiting(closure) {
	const found = new Set([...closure].filter(({ awaits }) => awaits));
	let size = -1;
	while (found.size > 0 && found.size !== size) {
		size = found.size;
		for (const record of closure)
			if (!record.is_commonjs && record.imports.some((each) => found.has(each))) found.add(record);
	}
	return found;
}

/**
 * The modules that hold no state, and import nothing that does (ssr/stateless_modules.js).
 *
 * @param {Set<ModuleRecord>} closure
 * @param {Project} project
 * @returns {Set<ModuleRecord>}
 */
function stateless(closure, project) {
	const found = new Set(
		[...closure].filter(({ id, is_commonjs, result }) => result && !is_commonjs && is_stateless(id, project))
	);
	let size = -1;
	while (found.size !== size) {
		size = found.size;
		for (const record of found) if (!record.imports.every((each) => found.has(each))) found.delete(record);
	}
	return found;
}
