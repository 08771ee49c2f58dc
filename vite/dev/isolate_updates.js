/** @import { Modules, Record } from './module_graph.js' */
/** @import { Project } from '../project.js' */
import path from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { importing_file, is_framework, package_of } from '../ssr/importers.js';
import { with_internals } from '../ssr/module_internals.js';
import { function_text } from '../ssr/module_function.js';
import { pack } from '../ssr/pack.js';
import { definer } from '../isolate/loader/module_updates.js';
import { nodes } from '../isolate/host.js';
import { ENTRIES } from '../ssr/environment.js';
import { make_prelude } from '../ssr/prelude.js';
import { is_stateless } from '../ssr/stateless_modules.js';

/** what V8 calls the script that each isolate begins with; src/lissome/dev/positions.py leaves it out of stacks */
const SCRIPT = 'lissome-dev.js';

/** the answer when the isolate has all that the render may need */
const NOTHING = { update: null };

/** isolates that are kept in mind: Python uses one, and for a short time two */
const MOST_SESSIONS = 8;

/**
 * What Python asks for before a render.
 *
 * @typedef {object} Request
 * @property {string} session names an isolate
 * @property {number} batch how many updates the isolate has had
 * @property {string[]} entries what the render is going to ask for, by the names of the bundle's chunks
 * @property {number[]} numbers modules that it imports dynamically
 */

/**
 * Tells isolates of the modules that they do not have yet. Python asks before each render, so there is nothing to be
 * invalidated in V8, and an edit costs the modules that it changed.
 */
export class Updates {
	/** @type {Map<string, { batch: number, sent: Map<number, string>, complete: WeakSet<Set<Record>> }>} by session: what the isolate has of each module, and which closures it has as a whole */
	#sessions = new Map();

	/** @type {Promise<{ prelude: string, script: string }> | undefined} */
	#boot;

	/**
	 * @param {Modules} modules
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
		const closure = [...(await this.modules.closure([dispatcher]))].sort((a, b) => a.number - b.number);
		const modules = closure.map((record) => ({ ...this.#describe(record, false), name: record.url, code: record.code, map: null, imports: record.imports.map(({ number }) => number) }));
		const { code } = pack(modules, { dispatcher: dispatcher.number }, [], SCRIPT, () => `String, (${definer})(definitions, entries, shared)`);
		return { prelude: await prelude, script: code };
	}

	/**
	 * Have Vite transform what the first page is likely to need, while Python imports the app: the root layout, the error
	 * page, and the page at `/`.
	 *
	 * @param {{ routes: any[] }} manifest
	 */
	async warm({ routes }) {
		await this.boot();
		const home = routes.find(({ id, page }) => page && /^\/?(?:\/\([^/]+\))*$/.test(id))?.page ?? { layouts: [], leaf: null };
		const names = ['render', ...new Set(nodes([0, 1, ...home.layouts, home.leaf]))];
		await this.modules.closure(await Promise.all(names.map((name) => this.#entry(name))));
	}

	/** @param {Request} request */
	async update({ session, batch, entries, numbers }) {
		await this.boot();
		const known = this.#session(session);
		// this Vite is not the one that has sent them: its configuration has changed
		if (known.batch !== batch) return { restart: true };
		const roots = await Promise.all(entries.map((name) => this.#entry(name)));
		const closure = await this.modules.closure([...roots, ...numbers.map((number) => this.modules.numbered(number))]);
		if (known.complete.has(closure)) return NOTHING;
		const asynchronous = awaiting(closure);
		const shared = this.project.is_async ? new Set() : stateless(closure, this.project);
		const changed = [...closure].filter((record) => known.sent.get(record.number) !== state_of(record, asynchronous));
		const restart = changed.some((record) => shared.has(record) && known.sent.has(record.number));
		if (restart) return { restart };
		for (const record of changed) known.sent.set(record.number, state_of(record, asynchronous));
		known.complete.add(closure);
		known.batch += 1;
		const modules = changed.map((record) => this.#sendable(record, asynchronous, shared));
		const added = changed.filter((record) => shared.has(record)).map(({ number }) => number);
		const numbered = Object.fromEntries(entries.map((name, i) => [name, roots[i].number]));
		return {
			update: { modules, shared: added, entries: numbered },
			imports: Object.fromEntries(changed.map(({ number, links }) => [number, Object.values(links).map(({ number }) => number)])),
			styles: Object.fromEntries(changed.flatMap(({ number, css }) => (css ? [[number, css]] : [])))
		};
	}

	/**
	 * Where places in modules are in the files that people have written.
	 *
	 * @param {Array<[number: number, line: number, column: number]>} places as V8 counts: from 1
	 * @returns {string[]} `file:line:column`, and of packages which file of the app imports them
	 */
	positions(places) {
		return places.map((place) => `${this.#position(place)}${this.#importer(place[0])}`);
	}

	/** @param {[number: number, line: number, column: number]} place */
	#position([number, line, column]) {
		const { file, result } = this.modules.numbered(number);
		// the body begins in the second line of what V8 was given
		const found = result?.map && 'version' in result.map ? originalPositionFor(new TraceMap(/** @type {any} */ (result.map)), { line: Math.max(1, line - 1), column: column - 1 }) : null;
		if (!found?.source) return `${this.project.relative(file)}:${Math.max(1, line - 1)}:${column}`;
		const source = /** @type {any} */ (result?.map).sources.length === 1 ? file : path.resolve(path.dirname(file), found.source);
		return `${this.project.relative(source)}:${found.line}:${found.column + 1}`;
	}

	/** @param {number} number */
	#importer(number) {
		const { file, id } = this.modules.numbered(number);
		if (!package_of(file) || is_framework(file, this.project)) return '';
		const by = importing_file(id, (each) => this.modules.importers(each), this.project);
		return by && `, imported by ${by}`;
	}

	/** @param {string} id */
	#session(id) {
		let session = this.#sessions.get(id);
		if (!session) {
			session = { batch: 0, sent: new Map(), complete: new WeakSet() };
			this.#sessions.set(id, session);
			if (this.#sessions.size > MOST_SESSIONS) this.#sessions.delete(/** @type {string} */ (this.#sessions.keys().next().value));
		}
		return session;
	}

	/** @param {string} name as a chunk of the bundle has it; `u` and a number: the universal module of a node */
	#entry(name) {
		const { kit, package_folder } = this.project;
		if (name === 'hooks' || name === 'params') return this.modules.file(`lissome:${name}`);
		const [, kind, number] = /^([nu])(\d+)$/.exec(name) ?? [];
		if (kind === 'n') return this.modules.file(`${kit.outDir}/generated/dev/client/nodes/${number}.js`);
		return this.modules.file(kind === 'u' ? this.project.universal_modules[Number(number)] : `${package_folder}/isolate/${ENTRIES[name]}`);
	}

	/**
	 * @param {Record} record
	 * @param {Set<Record>} asynchronous
	 * @param {Set<Record>} shared
	 */
	#sendable(record, asynchronous, shared) {
		const is_async = asynchronous.has(record);
		const code = shared.has(record) ? with_internals(record.code) : record.code;
		return { ...this.#describe(record, is_async), number: record.number, source: `(${function_text(code, is_async, record.awaits)})\n//# sourceURL=lissome:${record.number}` };
	}

	/**
	 * @param {Record} record
	 * @param {boolean} is_async
	 */
	#describe(record, is_async) {
		const links = Object.fromEntries(Object.entries(record.links).map(([id, { number }]) => [id, number]));
		return { links, is_async, awaits: record.awaits, is_commonjs: record.is_commonjs, is_node_mode: this.modules.is_node_mode(record), path: record.uses_meta ? this.#address(record) : null };
	}

	/**
	 * The path at which the browser has the module.
	 *
	 * @param {Record} record
	 */
	#address({ file }) {
		const { root, vite } = this.project;
		return file.startsWith(`${root}/`) ? `${vite.base}${file.slice(root.length + 1)}` : `${vite.base}@fs${file}`;
	}
}

/**
 * @param {Record} record
 * @param {Set<Record>} asynchronous
 */
const state_of = (record, asynchronous) => `${record.version}${asynchronous.has(record) ? ' async' : ''}`;

/**
 * @param {Set<Record>} closure
 * @returns {Set<Record>} those that await at their top, and those that import one; `require` never waits
 */
function awaiting(closure) {
	const found = new Set([...closure].filter(({ awaits }) => awaits));
	let size = -1;
	while (found.size > 0 && found.size !== size) {
		size = found.size;
		for (const record of closure) if (!record.is_commonjs && record.imports.some((each) => found.has(each))) found.add(record);
	}
	return found;
}

/**
 * @param {Set<Record>} closure
 * @param {Project} project
 * @returns {Set<Record>} those that hold no state, and import nothing that does (see shared.js)
 */
function stateless(closure, project) {
	const found = new Set([...closure].filter(({ id, is_commonjs, result }) => result && !is_commonjs && is_stateless(id, project)));
	let size = -1;
	while (found.size !== size) {
		size = found.size;
		for (const record of found) if (!record.imports.every((each) => found.has(each))) found.delete(record);
	}
	return found;
}
