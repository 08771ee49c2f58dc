/** @import { EnvironmentModuleNode, RunnableDevEnvironment, ViteDevServer } from 'vite' */
/** @import { Host } from './isolate/host.js' */
/** @import { Project } from './project.js' */
import 'core-js/actual/typed-array/from-base64.js';
import 'core-js/actual/typed-array/to-base64.js';
import { createServerModuleRunner, isCSSRequest } from 'vite';
import * as runtime from 'vite/module-runner';
import { CommonJs, CommonJsFiles, export_all, STAND_IN } from './dev_commonjs.js';
import { PARAMETERS } from './isolate/parameters.js';
import { create_scope } from './isolate/scope.js';

/** the environment that renders: the production bundle's conditions, run by Vite's module runner */
export const SSR = 'lissome_ssr';

const AsyncFunction = /** @type {FunctionConstructor} */ (async () => {}).constructor;

/** what Vite gives to a module that it has transformed for its runner */
const KEYS = [
	runtime.ssrModuleExportsKey,
	runtime.ssrImportMetaKey,
	runtime.ssrImportKey,
	runtime.ssrDynamicImportKey,
	runtime.ssrExportAllKey,
	runtime.ssrExportNameKey
];

/**
 * Makes the module graphs of renders. A graph is evaluated anew for each render, as in production, and its
 * modules get the same parameters there as the chunks of the bundle; what Vite made of the files is kept.
 */
export class Renders {
	/** @type {Map<string, { code: string, run: Function }>} compiled modules, by id */
	#compiled = new Map();

	#routes = '';

	/**
	 * @param {ViteDevServer} server
	 * @param {Project} project
	 */
	constructor(server, project) {
		this.server = server;
		this.project = project;
		this.commonjs = new CommonJsFiles(PARAMETERS, (text) => server.config.logger.warnOnce(this.locate(text)));
	}

	get environment() {
		return /** @type {RunnableDevEnvironment} */ (this.server.environments[SSR]);
	}

	/** @param {Host} host */
	graph(host) {
		return new Graph(this, this.#runner(host));
	}

	/** @param {Host} host */
	#runner(host) {
		const scope = /** @type {any} */ (create_scope(host));
		const own = PARAMETERS.map((name) => (name === '__lissome_host' ? host : scope[name]));
		const commonjs = new CommonJs(this.commonjs, own);
		const evaluator = new runtime.ESModulesEvaluator();
		evaluator.runInlinedModule = async (context, code, module) => {
			if (code.startsWith(STAND_IN)) return export_all(context[runtime.ssrModuleExportsKey], commonjs.load(module.file));
			await this.#compile(module.id, code)(...KEYS.map((key) => context[key]), ...own);
			Object.seal(context[runtime.ssrModuleExportsKey]);
		};
		return createServerModuleRunner(this.environment, { hmr: false, evaluator });
	}

	/**
	 * @param {string} id
	 * @param {string} code
	 */
	#compile(id, code) {
		let known = this.#compiled.get(id);
		if (known?.code !== code) {
			// the line break is Vite's own: source maps count on it
			known = { code, run: new AsyncFunction(...KEYS, ...PARAMETERS, `"use strict";\n${code}`) };
			this.#compiled.set(id, known);
		}
		return known.run;
	}

	/**
	 * The file of a part, by the names that the bundle's chunks have.
	 *
	 * @param {string} name
	 */
	file(name) {
		const { kit, here } = this.project;
		if (name === 'hooks' || name === 'params') return this.project.universal_file(name);
		const node = /^n(\d+)$/.exec(name);
		return node ? `${kit.outDir}/generated/dev/client/nodes/${node[1]}.js` : `${here}/isolate/${name}.js`;
	}

	/**
	 * Whether routes or nodes are others than when this was last asked.
	 *
	 * @param {{ nodes: any[], routes: any[] }} data kit's
	 */
	has_other_routes({ nodes, routes }) {
		const files = nodes.map(({ component, server, universal }) => [component, server, universal]);
		const pages = routes.map(({ id, page, endpoint }) => [id, page, endpoint?.file]);
		const before = this.#routes;
		this.#routes = JSON.stringify([files, pages]);
		return this.#routes !== before;
	}

	/**
	 * Read files of folders anew when a render needs them.
	 *
	 * @param {string[]} folders
	 */
	refresh(...folders) {
		const { moduleGraph } = this.environment;
		for (const [file, modules] of moduleGraph.fileToModulesMap) {
			if (folders.some((folder) => file.startsWith(folder))) modules.forEach((module) => moduleGraph.invalidateModule(module));
		}
	}

	/** Stacks for people: paths as they are in the project, without Vite's and Node's own steps. */
	locate = (/** @type {string} */ stack) => {
		const lines = stack.replaceAll('\0', '').replaceAll(`${this.project.root}/`, '').split('\n');
		return lines.filter((line) => !/^\s+at .*(?:node:internal|node_modules\/vite\/|node_modules\/@sveltejs\/kit\/src\/core\/|\.lissome\/npm\/)/.test(line)).join('\n');
	};

	/**
	 * An error of ours or of Vite's, in the form of isolate/errors.js.
	 *
	 * @param {any} error
	 */
	describe(error) {
		const { name = 'Error', message = String(error), stack = '', frame, loc, id } = error ?? {};
		const file = loc?.file ?? id?.replace(/\?.*$/, '');
		const place = file ? `${this.locate(file)}${loc ? `:${loc.line}:${loc.column + 1}` : ''}` : '';
		const text = [[place, message].filter(Boolean).join(' '), frame].filter(Boolean).join('\n');
		return { kind: 'unknown', name, message: text, stack: frame ? `${name}: ${text}` : this.locate(stack), at: null };
	}
}

/** The modules of one render. */
export class Graph {
	/** @type {Map<string, { exports?: any, error?: unknown }>} */
	#parts = new Map();

	/** @type {Set<string>} nodes that the render has asked for */
	#shown = new Set();

	/**
	 * @param {Renders} renders
	 * @param {runtime.ModuleRunner} runner
	 */
	constructor(renders, runner) {
		this.renders = renders;
		this.runner = runner;
	}

	/**
	 * Load parts, in order. One that fails makes its use fail, not this.
	 *
	 * @param {string[]} names
	 */
	async load(names) {
		for (const name of names) {
			if (!this.#parts.has(name)) this.#parts.set(name, await this.#import(name));
		}
	}

	/** @param {string} name */
	async #import(name) {
		const file = this.renders.file(name);
		if (!file) return { exports: {} };
		try {
			return { exports: await this.runner.import(file) };
		} catch (error) {
			return { error };
		}
	}

	/** What the bundle's loader gives: the exports of a part. */
	part = (/** @type {string} */ name) => {
		const part = this.#parts.get(name);
		if (!part) throw new Error(`the part ${name} was not loaded`);
		if ('error' in part) throw part.error;
		if (/^n\d/.test(name)) this.#shown.add(name);
		return part.exports;
	};

	/**
	 * The CSS of the nodes that were shown. As in kit's dev server it stands in the page until the browser has
	 * the modules that bring it, so that nothing is ever shown without it.
	 *
	 * @returns {Promise<string>}
	 */
	async styles() {
		const { environment } = this.renders;
		/** @type {Set<EnvironmentModuleNode>} */
		const modules = new Set();
		for (const name of this.#shown) {
			await collect(environment, environment.moduleGraph.getModuleById(this.renders.file(name) ?? ''), modules);
		}
		const sheets = [...modules].filter(({ url }) => isCSSRequest(url) && !/[?&](?:raw|url|inline)(?:&|$)/.test(url));
		const texts = await Promise.all(sheets.map(({ url }) => this.#sheet(url)));
		return texts.filter(Boolean).join('\n');
	}

	/** @param {string} url */
	async #sheet(url) {
		// in front of the others, because what stands last in the URL decides on the type
		const inline = url.includes('?') ? url.replace('?', '?inline&') : `${url}?inline`;
		try {
			return (await this.runner.import(inline)).default;
		} catch {
			return ''; // a dynamic import that is there in Vite's graph only; the browser will say if it is needed
		}
	}

	async close() {
		await this.runner.close();
	}
}

/**
 * @param {RunnableDevEnvironment} environment
 * @param {EnvironmentModuleNode | undefined} module
 * @param {Set<EnvironmentModuleNode>} found
 */
async function collect(environment, module, found) {
	if (!module || found.has(module)) return;
	found.add(module);
	const { deps = [], dynamicDeps = [] } = module.transformResult ?? {};
	for (const url of [...deps, ...dynamicDeps]) {
		await collect(environment, await environment.moduleGraph.getModuleByUrl(url), found);
	}
}
