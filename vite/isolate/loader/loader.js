/** @import { Host } from '../host.js' */

/**
 * Makes module graphs. This function's own text is put into the script for V8 (see ../pack.js), so it refers to
 * nothing outside of itself. A production build hands it the chunks of the bundle, `lissome dev` the modules that
 * Vite has transformed: both are functions in the form of Vite's module runner.
 *
 * @typedef {object} Definition a module, as it is before a render evaluates it
 * @property {Function} run its code; returns what must be frozen, if the module outlives renders
 * @property {Record<string, number>} links the modules that it imports, by specifier
 * @property {boolean} is_async whether it, or one that it imports, awaits at its top; `run` is a generator function then,
 *   which may pause once its imports are known (see ../module_function.js)
 * @property {boolean} awaits whether it awaits itself; the generator is an asynchronous one then
 * @property {boolean} [is_commonjs] in dev; a build has ES modules alone
 * @property {boolean} [is_node_mode] whether the default export of CommonJS modules is for it what Node makes it
 * @property {string | null} path of its `import.meta.url`; null when it does not look at `import.meta`
 *
 * @typedef {object} Module one that a graph has evaluated, or begun to. What is said of order and cycles is the
 *   language's own algorithm (ECMA-262, Cyclic Module Records), whose field is named where ours has another name
 * @property {any} exports its namespace; of a CommonJS module an object with its `exports`
 * @property {any} as_commonjs what a CommonJS module gets of it, once one has asked
 * @property {boolean} is_commonjs
 * @property {boolean} awaits
 * @property {boolean} has_failed
 * @property {unknown} error
 * @property {number} position among those that are being evaluated ([[DFSIndex]])
 * @property {number} lowest position that it leads back to ([[DFSAncestorIndex]])
 * @property {boolean} is_open whether it, or a module whose cycle it is in, is still looking at its imports
 * @property {Module} root the first module of its cycle, which the others of the cycle are done with ([[CycleRoot]])
 * @property {number} order in which asynchronous modules have begun; 0 when it is done, or not asynchronous
 * @property {number} awaited imports that it still waits for ([[PendingAsyncDependencies]])
 * @property {Module[] | null} importers those that wait for it ([[AsyncParentModules]])
 * @property {any} steps the generator, if there is one
 * @property {PromiseWithResolvers<void> | null} done somebody waits for its whole cycle ([[TopLevelCapability]])
 * @property {Module | null} latest what it has imported last
 * @property {Module[] | null} followers those that export all of it, and were told before all of it was known
 * @property {Map<string, Function | null> | null} starred what it exports by `export *`; null: of two modules, so not
 * @property {{ internals: unknown[], fixed: string[], variables?: { get: () => unknown[], set: (values: unknown[]) => void } } | undefined} kept
 *
 * @typedef {Array<Module | undefined>} Graph what was made of each definition
 *
 * @param {Definition[]} definitions by number; `lissome dev` replaces some, and adds more
 * @param {Record<string, number>} entries numbers of named modules
 * @param {number[]} shared modules that hold no state: made once, and part of every graph (see ../shared.js)
 * @param {ReturnType<typeof import('./namespaces.js').namespaces>} namespaces
 * @param {((graph: Graph, scope: any, host: Host | null) => (number: number) => Module) | null} [sync] the loader of a build in which
 *   nothing awaits (sync_loader.js)
 */
export function loader(definitions, entries, shared, namespaces, sync = null) {
	const { namespace, exporter, export_all, imported, required } = namespaces;
	const noop = () => {};

	/** @type {Graph} the modules that all graphs have in common */
	const common = [];

	/** @type {Graph} what the gate itself is made of */
	const own = [];

	/** whether there is any module that has to be waited for */
	let has_async = false;

	/** @type {Array<{ set: (values: unknown[]) => void, values: unknown[] }>} variables of the lasting modules, as they were */
	let variables = [];

	/**
	 * @param {Definition} definition
	 * @param {number} position
	 * @returns {Module}
	 */
	function begun({ is_commonjs = false, awaits }, position) {
		/** @type {any} */
		const module = { exports: is_commonjs ? { exports: {} } : namespace(), as_commonjs: undefined, is_commonjs, awaits, has_failed: false, error: undefined, position, lowest: position, is_open: true, root: null, order: 0, awaited: 0, importers: null, steps: null, done: null, latest: null, followers: null, starred: null, kept: undefined };
		module.root = module;
		return module;
	}

	/**
	 * @param {Graph} graph
	 * @param {any} scope
	 * @param {Host | null} host
	 */
	function loader_of(graph, scope, host) {
		/** @type {Module[]} those that are being evaluated, and what is in a cycle with them */
		const open = [];
		let last_order = 0;

		/**
		 * @param {number} number
		 * @returns {Module} evaluated, unless it is async or imports the one that is being evaluated
		 */
		function load(number) {
			const module = graph[number] ?? evaluate(number);
			const { root } = module;
			if (module.has_failed) throw module.error;
			if (root.has_failed) throw root.error;
			return module;
		}

		/** @param {number} number */
		function evaluate(number) {
			const definition = definitions[number];
			const module = begun(definition, open.length);
			graph[number] = module;
			open.push(module);
			try {
				if (definition.is_async) start(definition, module);
				else module.kept = run(definition, module);
			} catch (error) {
				close(module, (each) => fail(each, error));
				throw error;
			}
			if (module.lowest === module.position) close(module, (each) => (each.root = module));
			return module;
		}

		/**
		 * @param {Module} first of a cycle, most often of one module
		 * @param {(module: Module) => void} done
		 */
		function close(first, done) {
			let module;
			do {
				module = /** @type {Module} */ (open.pop());
				module.is_open = false;
				done(module);
			} while (module !== first);
		}

		/**
		 * A module that has failed fails for all who import it, as the language has it.
		 *
		 * @param {Module} module
		 * @param {unknown} error
		 */
		function fail(module, error) {
			if (module.has_failed) return;
			module.has_failed = true;
			module.error = error;
			module.order = 0;
			module.importers?.forEach((importer) => fail(importer, error));
			module.done?.reject(error);
		}

		/**
		 * Run an async module until it has to wait.
		 *
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function start(definition, module) {
			module.steps = run(definition, module);
			const step = module.steps.next();
			if (!module.awaits) return;
			if (module.order > 0) return module.awaited > 0 ? undefined : settle(module, step);
			// one of its imports has failed, and that is no reason for anybody to wait
			step.catch(noop);
			throw module.error;
		}

		/**
		 * An async module has imported everything.
		 *
		 * @param {Module} module
		 * @returns {boolean} whether it has to wait for some of it
		 */
		function pause(module) {
			if (module.awaits || module.awaited > 0) module.order = ++last_order;
			return module.awaited > 0;
		}

		/**
		 * @param {Module} module
		 * @param {Promise<unknown>} step its last
		 */
		function settle(module, step) {
			step.then(
				() => fulfil(module),
				(error) => fail(module, error)
			);
		}

		/** @param {Module} module an async one that has been evaluated; those that waited go on */
		function fulfil(module) {
			if (module.has_failed) return;
			finish(module);
			for (const importer of released(module, []).sort((a, b) => a.order - b.order)) resume(importer);
		}

		/** @param {Module} module */
		function finish(module) {
			module.order = 0;
			module.done?.resolve();
		}

		/**
		 * @param {Module} module
		 * @param {Module[]} found
		 * @returns {Module[]} those that wait for nothing any more
		 */
		function released(module, found) {
			for (const importer of module.importers ?? []) {
				if (importer.has_failed || importer.root.has_failed || found.includes(importer)) continue;
				importer.awaited -= 1;
				if (importer.awaited > 0) continue;
				found.push(importer);
				if (!importer.awaits) released(importer, found);
			}
			return found;
		}

		/** @param {Module} module */
		function resume(module) {
			if (module.has_failed) return;
			try {
				const step = module.steps.next();
				if (module.awaits) settle(module, step);
				else finish(module);
			} catch (error) {
				fail(module, error);
			}
		}

		/**
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function run({ run, links, is_async, is_commonjs, is_node_mode, path }, module) {
			const { exports } = module;
			// not a method of the definition: that would be the module's `this`
			return run(
				exports,
				path === null ? undefined : { __proto__: null, url: `${host?.origin ?? 'file://'}${path}` },
				is_commonjs
					? (/** @type {string} */ id) => required(find(links, refuse_async(links, id), module))
					: is_async
						? (/** @type {string | undefined} */ id) => (id === undefined ? pause(module) : imported(find(links, id, module), is_node_mode))
						: (/** @type {string} */ id) => imported(find(links, id, module), is_node_mode),
				(/** @type {string} */ id) => import_later(links, id, is_node_mode),
				(/** @type {any} */ source) => export_all(module, source),
				exporter(exports),
				host,
				scope,
				scope,
				scope,
				scope.fetch,
				scope.console,
				scope.setTimeout,
				scope.clearTimeout,
				scope.setInterval,
				scope.clearInterval
			);
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id
		 * @returns {number}
		 */
		function number_of(links, id) {
			const number = links[id];
			if (number === undefined) throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
			return number;
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id what a CommonJS module requires
		 */
		function refuse_async(links, id) {
			if (definitions[links[id]]?.is_async) throw new Error(`require('${id}') cannot wait for a module that awaits at its top. Write \`await import('${id}')\` instead.`);
			return id;
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id
		 * @param {Module} importer
		 */
		function find(links, id, importer) {
			try {
				const module = load(number_of(links, id));
				const { root } = module;
				importer.latest = module;
				if (module.is_open && module.lowest < importer.lowest) importer.lowest = module.lowest;
				if (root.order > 0) {
					importer.awaited += 1;
					(root.importers ??= []).push(importer);
				}
				return module;
			} catch (error) {
				importer.error = error;
				throw error;
			}
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id
		 * @param {boolean | undefined} is_node_mode
		 */
		async function import_later(links, id, is_node_mode) {
			const number = number_of(links, id);
			await (definitions[number] === undefined ? host?.ask({ kind: 'module', number }) : undefined);
			const module = load(number);
			await evaluated(module);
			return imported(module, is_node_mode);
		}

		return load;
	}

	/**
	 * @param {Module} module
	 * @returns {Promise<void> | undefined} until an async module, and all of its cycle, has been evaluated
	 */
	function evaluated({ root }) {
		return root.order > 0 ? (root.done ??= Promise.withResolvers()).promise : undefined;
	}

	/**
	 * The namespace of a lasting module for the renders: what it exports and never changes is a plain property there. V8
	 * reads that without a call, and every render reads much of it.
	 *
	 * @param {Module} module
	 */
	function plain_namespace({ exports, kept }) {
		const made = namespace();
		for (const name of Object.keys(exports)) {
			const is_fixed = kept?.fixed.includes(name) || !Object.getOwnPropertyDescriptor(exports, name)?.get;
			if (is_fixed) made[name] = exports[name];
			else exporter(made)(name, () => exports[name]);
		}
		return made;
	}

	const make_loader = sync ?? loader_of;

	return {
		/**
		 * A fresh graph; modules run when they are asked for, at most once per graph.
		 *
		 * @param {object} scope the globals that belong to this graph alone
		 * @param {Host} host the render's line to Python
		 * @returns {(name: string) => any} gives the exports of an entry; of one that is async, after `ready`
		 */
		make(scope, host) {
			const load = make_loader(common.slice(), scope, host);
			if (!has_async) return (name) => load(entries[name]).exports;
			host.ready = (names) => {
				const awaited = names().filter((name) => definitions[entries[name]]?.is_async);
				return awaited.length > 0 ? Promise.allSettled(awaited.map(async (name) => evaluated(load(entries[name])))) : null;
			};
			return (name) => load(entries[name]).exports;
		},

		/**
		 * The entry that answers messages. It is in no render's graph.
		 *
		 * @param {string} name
		 */
		own: (name) => make_loader(own, globalThis, null)(entries[name]).exports,

		/**
		 * Make the shared modules that are not there yet.
		 *
		 * @param {object} scope their globals
		 * @returns {unknown[]} everything in them by which a render could leave something for another one: the
		 *   exports, and what stands at the top of the modules
		 */
		share(scope) {
			has_async = definitions.some(({ is_async }) => is_async);
			shared.forEach(make_loader(common, scope, null));
			const lasting = [...own, ...common].filter((module) => module !== undefined);
			const evaluated = lasting.map(({ exports }) => exports);
			for (const module of common) if (module?.kept) module.exports = plain_namespace(module);
			const known = new Set(variables.map(({ set }) => set));
			for (const { kept } of lasting) {
				if (kept?.variables && !known.has(kept.variables.set)) variables.push({ set: kept.variables.set, values: kept.variables.get() });
			}
			return lasting.flatMap(({ exports, kept }, i) => [exports, evaluated[i], ...Object.values(exports), ...(kept?.internals ?? [])]);
		},

		/** Set the variables of the lasting modules to what they were: a render that was stopped has not done so. */
		reset() {
			for (let i = 0; i < variables.length; i += 1) variables[i].set(variables[i].values);
		}
	};
}
