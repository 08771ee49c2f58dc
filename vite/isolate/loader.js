/**
 * Makes module graphs. This function's own text is put into the packed script, so it refers to
 * nothing outside of itself.
 *
 * @typedef {Array<{ exports: any, internals?: unknown[] } | undefined>} Graph what was made of each chunk
 *
 * @param {Function[]} modules the chunks
 * @param {Array<Record<string, number>>} links per chunk: what its `require` finds
 * @param {Record<string, number>} entries named chunks
 * @param {number[]} shared chunks that hold no state: made once, and part of every graph (see shared.js)
 */
export function loader(modules, links, entries, shared) {
	/** @type {Graph} */
	let common = [];

	/** @type {Graph} what the gate itself is made of */
	const own = [];

	/**
	 * @param {Graph} graph
	 * @param {any} scope
	 * @param {any} host
	 */
	function loader_of(graph, scope, host) {
		/** @param {number} i */
		return function load(i) {
			let module = graph[i];
			if (module === undefined) {
				module = graph[i] = { exports: {} };
				const link = links[i];
				modules[i](
					(id) => load(link[id]),
					module,
					module.exports,
					host,
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
			return module.exports;
		};
	}

	return {
		/**
		 * A fresh graph; chunks run when they are asked for, at most once per graph.
		 *
		 * @param {object} scope the globals that belong to this graph alone
		 * @param {object} host the render's line to Python
		 * @returns {(name: string) => any}
		 */
		make(scope, host) {
			const load = loader_of(common.slice(), scope, host);
			return (name) => load(entries[name]);
		},

		/**
		 * The entry that answers messages. It is in no render's graph.
		 *
		 * @param {string} name
		 */
		own: (name) => loader_of(own, globalThis, null)(entries[name]),

		/**
		 * Make the shared chunks anew.
		 *
		 * @param {object} scope their globals
		 * @returns {unknown[]} everything in them by which a render could leave something for another one: the
		 *   exports, and what stands at the top of the modules (see pack.js)
		 */
		renew(scope) {
			common = [];
			shared.forEach(loader_of(common, scope, null));
			return [...own, ...common].flatMap((module) => [module?.exports, ...Object.values(module?.exports ?? {}), ...(module?.internals ?? [])]);
		}
	};
}
