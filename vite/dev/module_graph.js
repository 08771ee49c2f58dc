/** @import { DevEnvironment, EnvironmentModuleNode, TransformResult } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import { isCSSRequest } from 'vite';
import { BUILTIN, refusing_module } from '../ssr/node_builtins.js';
import { commonjs_body, is_commonjs, is_node_mode } from './commonjs.js';
import { describe } from '../ssr/module_function.js';

/** sheets that are imported as something else than a sheet */
const NO_SHEET = /[?&](?:raw|url|inline)(?:&|$)/;

/**
 * A module as Vite has transformed it last. Its number stays the same, its version changes with its code.
 *
 * @typedef {object} Record
 * @property {number} number
 * @property {string} url what Vite knows it by
 * @property {string} id
 * @property {string} file
 * @property {EnvironmentModuleNode | null} node
 * @property {TransformResult | null} result null: Vite has to be asked (again)
 * @property {string} code the body of its function
 * @property {boolean} awaits
 * @property {boolean} uses_meta
 * @property {boolean} is_commonjs
 * @property {globalThis.Record<string, Record>} links what it imports, by specifier
 * @property {Record[]} imports what is evaluated before it
 * @property {string | null} css
 * @property {number} version
 */

/** The modules that `lissome dev` renders with, as their files are now. */
export class Modules {
	/** @type {Map<string, Record>} by id */
	#records = new Map();

	/** @type {Record[]} */
	#numbered = [];

	#versions = 0;

	/** @type {Map<string, { modules: Set<Record>, versions: number }>} by the numbers of their roots */
	#closures = new Map();

	/**
	 * @param {DevEnvironment} environment
	 * @param {Map<string, string>} sheets CSS by id
	 * @param {(error: any) => { name: string, message: string, stack: string }} explain
	 * @param {Project} project
	 */
	constructor(environment, sheets, explain, project) {
		this.environment = environment;
		this.sheets = sheets;
		this.explain = explain;
		this.project = project;
	}

	/** @param {number} number */
	numbered(number) {
		return this.#numbered[number];
	}

	/**
	 * @param {string} id
	 * @returns {string[]} ids of the modules that import it
	 */
	importers(id) {
		return this.#numbered.filter(({ links }) => Object.values(links).some((each) => each.id === id)).map((record) => record.id);
	}

	/**
	 * Modules and all that they import, each after what it imports; brought up to date. Where nothing has changed it is
	 * the same set again.
	 *
	 * @param {Record[]} roots
	 * @returns {Promise<Set<Record>>}
	 */
	async closure(roots) {
		const name = roots.map(({ number }) => number).join();
		const known = this.#closures.get(name);
		// what another page's render has brought up to date may import others now
		if (known?.versions === this.#versions && [...known.modules].every(is_current)) return known.modules;
		/** @type {Set<Record>} */
		const begun = new Set();
		await Promise.all(roots.map((root) => this.#bring_up(root, begun)));
		/** @type {Set<Record>} */
		const ordered = new Set();
		for (const root of roots) in_order(root, ordered, new Set());
		this.#closures.set(name, { modules: ordered, versions: this.#versions });
		return ordered;
	}

	/**
	 * @param {string} file an absolute path, or a name that a plugin knows
	 * @returns {Promise<Record>}
	 */
	file(file) {
		return this.#record(file.startsWith('/') ? `/@fs/${file.slice(1)}` : file);
	}

	/**
	 * @param {Record} record
	 * @param {Set<Record>} begun
	 */
	async #bring_up(record, begun) {
		if (begun.has(record)) return;
		begun.add(record);
		if (!is_current(record)) await this.#transform(record);
		await Promise.all(record.imports.map((each) => this.#bring_up(each, begun)));
	}

	/** @param {Record} record */
	async #transform(record) {
		const before = text_of(record);
		try {
			await this.#update(record);
		} catch (error) {
			// it fails when it is evaluated, for who imports it alone; and Vite is asked again the next time
			Object.assign(record, { ...describe(failing(this.explain(error))), result: null, links: {}, imports: [], css: null, is_commonjs: false });
		}
		if (record.version === 0 || text_of(record) !== before) record.version = ++this.#versions;
	}

	/** @param {Record} record */
	async #update(record) {
		const { environment } = this;
		const result = await environment.transformRequest(record.url);
		if (!result) throw new Error(`Vite has nothing for ${record.url}`);
		record.node = (await environment.moduleGraph.getModuleByUrl(record.url)) ?? null;
		record.is_commonjs = is_commonjs(result.code);
		const { code, links, imports } = record.is_commonjs ? await this.#commonjs(record) : await this.#module(result);
		Object.assign(record, describe(code), { links, imports, result });
		record.css = isCSSRequest(record.url) && !NO_SHEET.test(record.url) ? (this.sheets.get(record.id) ?? null) : null;
	}

	/** @param {TransformResult} result */
	async #module({ code, deps = [], dynamicDeps = [] }) {
		const imports = await Promise.all(deps.map((url) => this.#record(url)));
		const dynamic = await Promise.all(dynamicDeps.map((url) => this.#record(url)));
		const urls = [...deps, ...dynamicDeps];
		const links = Object.fromEntries([...imports, ...dynamic].map((record, i) => [urls[i], record]));
		return { code, links, imports };
	}

	/** @param {Record} record */
	async #commonjs(record) {
		const { code, required, dynamic } = this.#commonjs_body(record);
		const links = await this.#resolve(required, record, 'require-call');
		const later = await this.#resolve(dynamic, record, 'dynamic-import');
		return { code, links: { ...later, ...links }, imports: Object.values(links) };
	}

	/** @param {Record} record */
	#commonjs_body({ id, file }) {
		if (!id.startsWith(BUILTIN)) return commonjs_body(file, fs.readFileSync(file, 'utf8'));
		const name = id.slice(BUILTIN.length);
		return commonjs_body(name, refusing_module(name, this.project.refused.get(name) ?? ''));
	}

	/**
	 * @param {string[]} ids
	 * @param {Record} record a CommonJS module
	 * @param {'require-call' | 'dynamic-import'} kind
	 */
	async #resolve(ids, record, kind) {
		/** @type {globalThis.Record<string, Record>} */
		const links = {};
		for (const id of ids) {
			const found = await this.environment.pluginContainer.resolveId(id, record.file, /** @type {any} */ ({ kind }));
			if (found && !found.external) links[id] = await this.file(found.id);
		}
		return links;
	}

	/**
	 * @param {string} given a URL as Vite writes it into imports
	 * @returns {Promise<Record>}
	 */
	async #record(given) {
		const url = given.startsWith('/@id/') ? given.slice('/@id/'.length).replace('__x00__', '\0') : given;
		const node = await this.environment.moduleGraph.ensureEntryFromUrl(url);
		const id = node.id ?? url;
		let record = this.#records.get(id);
		if (!record) {
			record = { number: this.#numbered.length, url, id, file: node.file ?? id, node, result: null, code: '', awaits: false, uses_meta: false, is_commonjs: false, links: {}, imports: [], css: null, version: 0 };
			this.#records.set(id, record);
			this.#numbered.push(record);
		}
		return record;
	}

	/**
	 * Whether ES modules get the default export of a CommonJS module that Node gives them.
	 *
	 * @param {Record} record
	 */
	is_node_mode(record) {
		return Object.values(record.links).some(({ is_commonjs }) => is_commonjs) && is_node_mode(record.file);
	}
}

/**
 * Whether Vite has not invalidated a module since it was transformed.
 *
 * @param {Record} record
 */
const is_current = ({ result, node }) => result !== null && node?.transformResult === result;

/** @param {Record} record */
function text_of({ code, links, is_commonjs }) {
	return JSON.stringify([code, is_commonjs, Object.entries(links).map(([id, { number, is_commonjs }]) => [id, number, is_commonjs])]);
}

/**
 * @param {Record} record
 * @param {Set<Record>} ordered
 * @param {Set<Record>} above
 */
function in_order(record, ordered, above) {
	if (ordered.has(record) || above.has(record)) return;
	above.add(record);
	for (const each of record.imports) in_order(each, ordered, above);
	ordered.add(record);
}

/** @param {{ name: string, message: string, stack: string }} error */
function failing({ name, message, stack }) {
	return `throw Object.assign(new Error(${JSON.stringify(message)}), ${JSON.stringify({ name, stack })});`;
}
