/** @import { DevEnvironment, EnvironmentModuleNode, TransformResult } from 'vite' */
/** @import { SerializedError } from '../isolate/messages.js' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import { isCSSRequest } from 'vite';
import { describe_body } from '../ssr/module_function.js';
import { is_virtual_commonjs, load_virtual_commonjs } from '../ssr/resolve.js';
import { commonjs_body, is_node_mode, is_placeholder, required_id } from './commonjs.js';

/** style sheets that are imported as something else */
const NOT_A_STYLESHEET = /[?&](?:raw|url|inline)(?:&|$)/;

/**
 * A module as Vite has transformed it last. Its number stays the same, its version changes with its code.
 *
 * @typedef {object} ModuleRecord
 * @property {number} number
 * @property {string} url the URL by which Vite knows it
 * @property {string} id
 * @property {string} file
 * @property {EnvironmentModuleNode | null} node
 * @property {TransformResult | null} result null: Vite has to transform it (again)
 * @property {string} code the body of its function
 * @property {boolean} awaits
 * @property {boolean} uses_meta
 * @property {boolean} is_commonjs
 * @property {Record<string, ModuleRecord>} links the modules that it imports, by specifier
 * @property {ModuleRecord[]} imports those that are evaluated before it
 * @property {string | null} css
 * @property {number} version
 */

/** The modules that `lissome dev` renders with, as their files are now. */
export class ModuleGraph {
	/** @type {Map<string, ModuleRecord>} by id */
	#records = new Map();

	/** @type {ModuleRecord[]} */
	#numbered = [];

	#versions = 0;

	/** @type {Map<string, { modules: Set<ModuleRecord>, versions: number }>} by the numbers of their roots */
	#closures = new Map();

	/**
	 * @param {DevEnvironment} environment
	 * @param {Map<string, string>} stylesheets CSS by id
	 * @param {(error: unknown) => SerializedError} serialize_error
	 * @param {Project} project
	 */
	constructor(environment, stylesheets, serialize_error, project) {
		this.environment = environment;
		this.stylesheets = stylesheets;
		this.serialize_error = serialize_error;
		this.project = project;
	}

	/** @param {number} number */
	numbered(number) {
		return this.#numbered[number];
	}

	/**
	 * True for modules without a file, which nobody looks for in a stack.
	 *
	 * @param {number} number
	 */
	is_virtual(number) {
		return is_virtual_commonjs(this.#numbered[number].id);
	}

	/**
	 * @param {string} id
	 * @returns {string[]} ids of the modules that import it
	 */
	importers(id) {
		return this.#numbered
			.filter(({ links }) => Object.values(links).some((each) => each.id === id))
			.map((record) => record.id);
	}

	/**
	 * The modules and all that they import, each after its own imports, and up to date. If nothing has changed it is the
	 * same set as before.
	 *
	 * @param {ModuleRecord[]} roots
	 * @returns {Promise<Set<ModuleRecord>>}
	 */
	async closure(roots) {
		const name = roots.map(({ number }) => number).join();
		const known = this.#closures.get(name);
		// a module that another page's render has brought up to date may have other imports now
		if (known?.versions === this.#versions && [...known.modules].every(is_current)) return known.modules;
		/** @type {Set<ModuleRecord>} */
		const visited = new Set();
		await Promise.all(roots.map((root) => this.#bring_up_to_date(root, visited)));
		/** @type {Set<ModuleRecord>} */
		const ordered = new Set();
		for (const root of roots) add_in_order(root, ordered, new Set());
		this.#closures.set(name, { modules: ordered, versions: this.#versions });
		return ordered;
	}

	/**
	 * @param {string} file an absolute path, or a virtual id
	 * @returns {Promise<ModuleRecord>}
	 */
	file(file) {
		return this.#record(file.startsWith('/') ? `/@fs/${file.slice(1)}` : file);
	}

	/**
	 * True if ES modules in this module's file get the default export that Node gives them of a CommonJS module.
	 *
	 * @param {ModuleRecord} record
	 */
	is_node_mode(record) {
		return Object.values(record.links).some(({ is_commonjs }) => is_commonjs) && is_node_mode(record.file);
	}

	/**
	 * @param {ModuleRecord} record
	 * @param {Set<ModuleRecord>} visited
	 */
	async #bring_up_to_date(record, visited) {
		if (visited.has(record)) return;
		visited.add(record);
		if (!is_current(record)) await this.#transform(record);
		await Promise.all(record.imports.map((each) => this.#bring_up_to_date(each, visited)));
	}

	/** @param {ModuleRecord} record */
	async #transform(record) {
		const before = fingerprint(record);
		try {
			await this.#update(record);
		} catch (error) {
			// it throws when it is evaluated, so only its importers fail; and Vite is asked again the next time
			const body = describe_body(throwing_body(this.serialize_error(error)));
			Object.assign(record, { ...body, result: null, links: {}, imports: [], css: null, is_commonjs: false });
		}
		if (record.version === 0 || fingerprint(record) !== before) record.version = ++this.#versions;
	}

	/** @param {ModuleRecord} record */
	async #update(record) {
		const { environment } = this;
		const result = await environment.transformRequest(record.url);
		if (!result) throw new Error(`Vite has nothing for ${record.url}`);
		record.node = (await environment.moduleGraph.getModuleByUrl(record.url)) ?? null;
		record.is_commonjs = is_placeholder(result.code);
		const { code, links, imports } = record.is_commonjs
			? await this.#commonjs(record)
			: await this.#es_module(result);
		Object.assign(record, describe_body(code), { links, imports, result });
		record.css = is_stylesheet(record.url) ? (this.stylesheets.get(record.id) ?? null) : null;
	}

	/** @param {TransformResult} result */
	async #es_module({ code, deps = [], dynamicDeps = [] }) {
		const imports = await Promise.all(deps.map((url) => this.#record(url)));
		const dynamic = await Promise.all(dynamicDeps.map((url) => this.#record(url)));
		const urls = [...deps, ...dynamicDeps];
		const links = Object.fromEntries([...imports, ...dynamic].map((record, i) => [urls[i], record]));
		return { code, links, imports };
	}

	/** @param {ModuleRecord} record */
	async #commonjs(record) {
		const { code, required, dynamic } = this.#commonjs_body(record);
		const links = await this.#resolve(required, record, 'require-call');
		const later = await this.#resolve(dynamic, record, 'dynamic-import');
		return { code, links: { ...later, ...links }, imports: Object.values(links) };
	}

	/** @param {ModuleRecord} record */
	#commonjs_body({ id, file }) {
		return commonjs_body(file, load_virtual_commonjs(id, this.project) ?? fs.readFileSync(file, 'utf8'));
	}

	/**
	 * @param {string[]} ids
	 * @param {ModuleRecord} record a CommonJS module
	 * @param {'require-call' | 'dynamic-import'} kind
	 */
	async #resolve(ids, record, kind) {
		/** @type {Record<string, ModuleRecord>} */
		const links = {};
		for (const id of ids) {
			// any: Vite passes `kind` on to the plugins, though its types of this method leave it out
			const found = await this.environment.pluginContainer.resolveId(
				id,
				record.file,
				/** @type {any} */ ({ kind })
			);
			if (found && !found.external)
				links[id] = await this.file(kind === 'require-call' ? required_id(found.id) : found.id);
		}
		return links;
	}

	/**
	 * @param {string} given a URL as Vite writes it into imports
	 * @returns {Promise<ModuleRecord>}
	 */
	async #record(given) {
		const url = given.startsWith('/@id/') ? given.slice('/@id/'.length).replace('__x00__', '\0') : given;
		const node = await this.environment.moduleGraph.ensureEntryFromUrl(url);
		const id = node.id ?? url;
		let record = this.#records.get(id);
		if (!record) {
			record = {
				number: this.#numbered.length,
				url,
				id,
				file: node.file ?? id,
				node,
				result: null,
				code: '',
				awaits: false,
				uses_meta: false,
				is_commonjs: false,
				links: {},
				imports: [],
				css: null,
				version: 0
			};
			this.#records.set(id, record);
			this.#numbered.push(record);
		}
		return record;
	}
}

/** @param {string} url */
const is_stylesheet = (url) => isCSSRequest(url) && !NOT_A_STYLESHEET.test(url);

/**
 * True if Vite has not invalidated a module since it was transformed.
 *
 * @param {ModuleRecord} record
 */
const is_current = ({ result, node }) => result !== null && node?.transformResult === result;

/**
 * The parts of a module that the isolate gets: when they change, the module has a new version.
 *
 * @param {ModuleRecord} record
 */
function fingerprint({ code, links, is_commonjs }) {
	return JSON.stringify([
		code,
		is_commonjs,
		Object.entries(links).map(([id, link]) => [id, link.number, link.is_commonjs])
	]);
}

/**
 * @param {ModuleRecord} record
 * @param {Set<ModuleRecord>} ordered
 * @param {Set<ModuleRecord>} above
 */
function add_in_order(record, ordered, above) {
	if (ordered.has(record) || above.has(record)) return;
	above.add(record);
	for (const each of record.imports) add_in_order(each, ordered, above);
	ordered.add(record);
}

/** @param {SerializedError} error */
function throwing_body({ name, message, stack }) {
	return `throw Object.assign(new Error(${JSON.stringify(message)}), ${JSON.stringify({ name, stack })});`;
}
