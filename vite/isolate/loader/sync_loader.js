/** @import { Host } from '../host.js' */
/** @import { Definition, Graph, Module } from './loader.js' */

/**
 * Makes the loader of a build in which nothing awaits at its top: what loader.js does for all modules, without what
 * only those need, because every render pays for it. As that one's, this function's own text is put into the script for
 * V8. A build has no CommonJS modules.
 *
 * @param {Definition[]} definitions
 * @param {ReturnType<typeof import('./namespaces.js').namespaces>} namespaces
 */
export function sync_loader(definitions, { namespace, exporter, export_all }) {
	/**
	 * @param {Graph} graph
	 * @param {any} scope
	 * @param {Host | null} host
	 */
	return function loader_of(graph, scope, host) {
		/** @type {Module[]} those that are being evaluated, and what is in a cycle with them */
		const open = [];

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
			const position = open.length;
			/** @type {any} */
			const module = { exports: namespace(), is_commonjs: false, has_failed: false, error: undefined, position, lowest: position, is_open: true, latest: null, followers: null, starred: null, kept: undefined };
			graph[number] = module;
			open.push(module);
			try {
				module.kept = run(definitions[number], module);
			} catch (error) {
				while (open.length > position) fail(/** @type {Module} */ (open.pop()), error);
				throw error;
			}
			if (module.lowest === position) while (open.length > position) /** @type {Module} */ (open.pop()).is_open = false;
			return module;
		}

		/**
		 * For all who import it, as the language has it.
		 *
		 * @param {Module} module
		 * @param {unknown} error
		 */
		function fail(module, error) {
			module.is_open = false;
			module.has_failed = true;
			module.error = error;
		}

		/**
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function run({ run, links, path }, module) {
			const { exports } = module;
			// not a method of the definition: that would be the module's `this`
			return run(
				exports,
				path === null ? undefined : { __proto__: null, url: `${host?.origin ?? 'file://'}${path}` },
				(/** @type {string} */ id) => find(links[id], module).exports,
				(/** @type {string} */ id) => import_later(links[id]),
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
		 * @param {number} number
		 * @param {Module} importer
		 */
		function find(number, importer) {
			const module = load(number);
			importer.latest = module;
			if (module.is_open && module.lowest < importer.lowest) importer.lowest = module.lowest;
			return module;
		}

		/** @param {number} number */
		async function import_later(number) {
			await undefined;
			return load(number).exports;
		}

		return load;
	};
}
