/** @import { CreateLoader, Definition, Module } from './types.js' */
/** @import { Namespaces } from './namespaces.js' */

/**
 * Make the loader of a build in which no module awaits at its top level: it evaluates modules as loader.js does, without
 * the code for asynchronous ones, because every render pays for it. A build has no CommonJS modules. The text of
 * `sync_loader` is put into the script for V8.
 *
 * @param {Definition[]} definitions
 * @param {Namespaces} namespaces
 * @returns {CreateLoader}
 */
export function sync_loader(definitions, { namespace, call }) {
	return function create_loader(graph, globals, host) {
		/** @type {Module[]} the modules that are being evaluated, and those in a cycle with them */
		const stack = [];

		/**
		 * @param {number} number
		 * @returns {Module}
		 */
		function load(number) {
			const module = graph[number];
			if (module === undefined) return evaluate(number);
			if (module.has_failed) throw module.error;
			return module;
		}

		/** @param {number} number */
		function evaluate(number) {
			const dfs_index = stack.length;
			/** @type {any} a Module without the fields of asynchronous ones */
			const module = {
				exports: namespace(),
				is_commonjs: false,
				has_failed: false,
				error: undefined,
				dfs_index,
				dfs_ancestor: dfs_index,
				on_stack: true,
				latest: null,
				followers: null,
				starred: null,
				internals: undefined
			};
			graph[number] = module;
			stack.push(module);
			try {
				module.internals = run_module(definitions[number], module);
			} catch (error) {
				while (stack.length > dfs_index) fail(/** @type {Module} */ (stack.pop()), error);
				throw error;
			}
			if (module.dfs_ancestor === dfs_index) {
				while (stack.length > dfs_index) /** @type {Module} */ (stack.pop()).on_stack = false;
			}
			return module;
		}

		/**
		 * Let a module fail, for all that import it.
		 *
		 * @param {Module} module
		 * @param {unknown} error
		 */
		function fail(module, error) {
			module.on_stack = false;
			module.has_failed = true;
			module.error = error;
		}

		/**
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function run_module({ run, links, path }, module) {
			const import_module = (/** @type {string} */ id) => find(links[id], module).exports;
			const import_later = (/** @type {string} */ id) => import_dynamically(links[id]);
			return call(run, module, path, import_module, import_later, globals, host);
		}

		/**
		 * @param {number} number
		 * @param {Module} importer
		 */
		function find(number, importer) {
			const module = load(number);
			importer.latest = module;
			if (module.on_stack && module.dfs_ancestor < importer.dfs_ancestor)
				importer.dfs_ancestor = module.dfs_ancestor;
			return module;
		}

		/** @param {number} number */
		async function import_dynamically(number) {
			await undefined;
			return load(number).exports;
		}

		return load;
	};
}
