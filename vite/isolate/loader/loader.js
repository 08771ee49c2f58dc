/** @import { CreateLoader, Definition, Graph, Graphs, LoaderHost, Module } from './types.js' */
/** @import { Namespaces } from './namespaces.js' */

/**
 * Make module graphs. A production build gives the loader the chunks of the bundle, `lissome dev` the modules that Vite
 * has transformed: both are functions in the form of Vite's module runner. The text of `loader` is put into the script
 * for V8 (../../ssr/pack.js), so it refers to nothing outside of itself.
 *
 * @param {Definition[]} definitions by number; `lissome dev` replaces some, and adds more
 * @param {Record<string, number>} entries numbers of entries, by name
 * @param {number[]} shared modules without state: evaluated once, and part of every graph
 *   (../../ssr/stateless_modules.js)
 * @param {Namespaces} namespaces
 * @param {CreateLoader | null} [sync] the loader of a build in which nothing awaits (sync_loader.js)
 * @returns {Graphs}
 */
export function loader(definitions, entries, shared, namespaces, sync = null) {
	const { namespace, exporter, imported, required, call } = namespaces;

	/** @type {Graph} the modules that all graphs share */
	const shared_modules = [];

	/** @type {Graph} the modules of the dispatcher */
	const own_modules = [];

	/** true if there is any asynchronous module */
	let has_async = false;

	/** @type {Array<{ set: (values: unknown[]) => void, values: unknown[] }>} the variables of modules that outlive renders, with their first values */
	const variables = [];

	/**
	 * @param {Definition} definition
	 * @param {number} dfs_index
	 * @returns {Module}
	 */
	function create_module({ is_commonjs = false, awaits }, dfs_index) {
		/** @type {any} */
		const module = {
			exports: is_commonjs ? { exports: {} } : namespace(),
			as_commonjs: undefined,
			is_commonjs,
			awaits,
			has_failed: false,
			error: undefined,
			dfs_index,
			dfs_ancestor: dfs_index,
			on_stack: true,
			cycle_root: null,
			async_order: 0,
			pending: 0,
			async_parents: null,
			steps: null,
			capability: null,
			latest: null,
			followers: null,
			starred: null,
			internals: undefined
		};
		module.cycle_root = module;
		return module;
	}

	/** @type {CreateLoader} */
	function create_loader(graph, globals, host) {
		/** @type {Module[]} the modules that are being evaluated, and those in a cycle with them */
		const stack = [];
		let last_async_order = 0;

		/**
		 * @param {number} number
		 * @returns {Module} evaluated, unless it is async, or imports the module that is being evaluated
		 */
		function load(number) {
			const module = graph[number] ?? evaluate(number);
			const { cycle_root } = module;
			if (module.has_failed) throw module.error;
			if (cycle_root.has_failed) throw cycle_root.error;
			return module;
		}

		/** @param {number} number */
		function evaluate(number) {
			const definition = definitions[number];
			const module = create_module(definition, stack.length);
			graph[number] = module;
			stack.push(module);
			try {
				if (definition.is_async) start(definition, module);
				else module.internals = run_module(definition, module);
			} catch (error) {
				unwind(module, (each) => fail(each, error));
				throw error;
			}
			if (module.dfs_ancestor === module.dfs_index) unwind(module, (each) => (each.cycle_root = module));
			return module;
		}

		/**
		 * Take a cycle from the stack.
		 *
		 * @param {Module} first of the cycle, which most often is a single module
		 * @param {(module: Module) => void} visit
		 */
		function unwind(first, visit) {
			let module;
			do {
				module = /** @type {Module} */ (stack.pop());
				module.on_stack = false;
				visit(module);
			} while (module !== first);
		}

		/**
		 * Let a module fail, and all that wait for it.
		 *
		 * @param {Module} module
		 * @param {unknown} error
		 */
		function fail(module, error) {
			if (module.has_failed) return;
			module.has_failed = true;
			module.error = error;
			module.async_order = 0;
			module.async_parents?.forEach((parent) => fail(parent, error));
			module.capability?.reject(error);
		}

		/**
		 * Run an async module until it has to wait.
		 *
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function start(definition, module) {
			module.steps = run_module(definition, module);
			const step = next_step(module);
			if (!module.awaits) return;
			if (module.async_order > 0) return module.pending > 0 ? undefined : settle(module, step);
			// one of its imports has failed; nothing waits for the rest of it
			step.catch(() => {});
			throw module.error;
		}

		/** @param {Module} module */
		function next_step(module) {
			return /** @type {Promise<unknown>} */ (
				/** @type {NonNullable<Module['steps']>} */ (module.steps).next()
			);
		}

		/**
		 * Called by an async module that has imported everything: true if it has to wait for some of it.
		 *
		 * @param {Module} module
		 */
		function pause(module) {
			if (module.awaits || module.pending > 0) module.async_order = ++last_async_order;
			return module.pending > 0;
		}

		/**
		 * @param {Module} module
		 * @param {Promise<unknown>} step its last one
		 */
		function settle(module, step) {
			step.then(
				() => fulfil(module),
				(error) => fail(module, error)
			);
		}

		/** @param {Module} module has been evaluated; go on with those that waited for it */
		function fulfil(module) {
			if (module.has_failed) return;
			finish(module);
			for (const parent of available_parents(module, []).toSorted((a, b) => a.async_order - b.async_order))
				resume(parent);
		}

		/** @param {Module} module */
		function finish(module) {
			module.async_order = 0;
			module.capability?.resolve();
		}

		/**
		 * @param {Module} module
		 * @param {Module[]} found
		 * @returns {Module[]} the modules that wait for nothing any more (GatherAvailableAncestors)
		 */
		function available_parents(module, found) {
			for (const parent of module.async_parents ?? []) {
				if (parent.has_failed || parent.cycle_root.has_failed || found.includes(parent)) continue;
				parent.pending -= 1;
				if (parent.pending > 0) continue;
				found.push(parent);
				if (!parent.awaits) available_parents(parent, found);
			}
			return found;
		}

		/** @param {Module} module */
		function resume(module) {
			if (module.has_failed) return;
			try {
				const step = next_step(module);
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
		function run_module({ run, links, is_async, is_commonjs, is_node_mode, path }, module) {
			const import_module = is_commonjs
				? (/** @type {string} */ id) => required(find(links, refuse_async(links, id), module))
				: is_async
					? (/** @type {string | undefined} */ id) =>
							id === undefined ? pause(module) : imported(find(links, id, module), is_node_mode)
					: (/** @type {string} */ id) => imported(find(links, id, module), is_node_mode);
			const import_later = (/** @type {string} */ id) => import_dynamically(links, id, is_node_mode);
			return call(run, module, path, import_module, import_later, globals, host);
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id
		 */
		function number_of(links, id) {
			const number = links[id];
			if (number === undefined)
				throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
			return number;
		}

		/**
		 * @param {Record<string, number>} links
		 * @param {string} id what a CommonJS module requires
		 */
		function refuse_async(links, id) {
			if (definitions[links[id]]?.is_async) {
				throw new Error(
					`require('${id}') cannot wait for a module that awaits at its top. Write \`await import('${id}')\` instead.`
				);
			}
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
				const { cycle_root } = module;
				importer.latest = module;
				if (module.on_stack && module.dfs_ancestor < importer.dfs_ancestor)
					importer.dfs_ancestor = module.dfs_ancestor;
				if (cycle_root.async_order > 0) {
					importer.pending += 1;
					(cycle_root.async_parents ??= []).push(importer);
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
		async function import_dynamically(links, id, is_node_mode) {
			const number = number_of(links, id);
			await (definitions[number] === undefined ? host?.ask({ kind: 'module', number }) : undefined);
			const module = load(number);
			await completion_of(module);
			return imported(module, is_node_mode);
		}

		return load;
	}

	/**
	 * @param {Module} module
	 * @returns {Promise<void> | undefined} settled when an async module and its whole cycle have been evaluated
	 */
	function completion_of({ cycle_root }) {
		return cycle_root.async_order > 0
			? (cycle_root.capability ??= Promise.withResolvers()).promise
			: undefined;
	}

	/**
	 * The namespace that renders get of a shared module: exports that never change are plain properties. V8 reads those
	 * without a call, and every render reads many of them.
	 *
	 * @param {Module} module
	 */
	function plain_namespace({ exports, internals }) {
		const made = namespace();
		for (const name of Object.keys(exports)) {
			const is_fixed =
				internals?.fixed.includes(name) || !Object.getOwnPropertyDescriptor(exports, name)?.get;
			if (is_fixed) made[name] = exports[name];
			else exporter(made)(name, () => exports[name]);
		}
		return made;
	}

	const loader_of = sync ?? create_loader;

	return {
		/**
		 * Make a graph. Its modules run when they are asked for, at most once per graph.
		 *
		 * @param {object} globals of this graph only
		 * @param {LoaderHost} host of the render; gets `ready`, if any module is asynchronous
		 * @returns {(name: string) => unknown} returns the exports of an entry; if that is async, only after `ready`
		 */
		make(globals, host) {
			const load = loader_of(shared_modules.slice(), globals, host);
			if (!has_async) return (name) => load(entries[name]).exports;
			host.ready = (names) => {
				const awaited = names().filter((name) => definitions[entries[name]]?.is_async);
				return awaited.length > 0
					? Promise.allSettled(awaited.map(async (name) => completion_of(load(entries[name]))))
					: null;
			};
			return (name) => load(entries[name]).exports;
		},

		/**
		 * Evaluate the entry that answers messages. It is in no render's graph.
		 *
		 * @param {string} name
		 */
		own: (name) => loader_of(own_modules, globalThis, null)(entries[name]).exports,

		/**
		 * Evaluate the shared modules that have not been evaluated yet.
		 *
		 * @param {object} globals their globals
		 * @returns {unknown[]} everything in modules that outlive renders by which one render could leave something for
		 *   another: the exports, and what is declared at the top level
		 */
		share(globals) {
			has_async = definitions.some(({ is_async }) => is_async);
			shared.forEach(loader_of(shared_modules, globals, null));
			const outliving = [...own_modules, ...shared_modules].filter((module) => module !== undefined);
			const evaluated = outliving.map(({ exports }) => exports);
			for (const module of shared_modules) {
				if (module === undefined || Object.isFrozen(module)) continue;
				if (module.internals) module.exports = plain_namespace(module);
				Object.freeze(module); // it is in the graphs of all renders
			}
			const known = new Set(variables.map(({ set }) => set));
			for (const { internals } of outliving) {
				if (!internals?.variables || known.has(internals.variables.set)) continue;
				variables.push({ set: internals.variables.set, values: internals.variables.get() });
			}
			return outliving.flatMap(({ exports, internals }, i) => [
				exports,
				evaluated[i],
				...Object.values(exports),
				...(internals?.internals ?? [])
			]);
		},

		/** Reset the variables of modules that outlive renders: a render that was stopped has not done so. */
		reset() {
			for (let i = 0; i < variables.length; i += 1) variables[i].set(variables[i].values);
		}
	};
}
