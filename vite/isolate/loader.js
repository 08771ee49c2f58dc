/**
 * Makes module graphs. This function's own text is put into the packed script, so it refers to
 * nothing outside of itself.
 *
 * @typedef {object} Module
 * @property {any} exports
 * @property {unknown[]} [internals] what stands at the top of a chunk that outlives renders (see pack.js)
 * @property {{ get: () => unknown[], set: (values: unknown[]) => void }} [variables] those that change
 *
 * @typedef {Array<Module | undefined>} Graph what was made of each chunk
 *
 * @param {Function[]} modules the chunks
 * @param {Array<Record<string, number>>} links per chunk: what its `require` finds
 * @param {Record<string, number>} entries named chunks
 * @param {number[]} shared chunks that hold no state: made once, and part of every graph (see shared.js)
 */
export function loader(modules, links, entries, shared) {
	/** @type {Graph} */
	const common = [];

	/** @type {Graph} what the gate itself is made of */
	const own = [];

	/** @type {Array<{ set: (values: unknown[]) => void, values: unknown[] }>} variables of the shared chunks, as they were */
	let variables = [];

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
				// not `modules[i](…)`: that would be the chunk's `this`
				const run = modules[i];
				run(
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
		 * Make the shared chunks.
		 *
		 * @param {object} scope their globals
		 * @returns {unknown[]} everything in them by which a render could leave something for another one: the
		 *   exports, and what stands at the top of the modules
		 */
		share(scope) {
			shared.forEach(loader_of(common, scope, null));
			const lasting = [...own, ...common].filter((module) => module !== undefined);
			variables = lasting.flatMap((module) => (module.variables ? { set: module.variables.set, values: module.variables.get() } : []));
			return lasting.flatMap((module) => [module.exports, ...Object.values(module.exports), ...(module.internals ?? [])]);
		},

		/** Set the variables of the shared chunks to what they were: a render that was stopped has not done so. */
		reset() {
			for (let i = 0; i < variables.length; i += 1) variables[i].set(variables[i].values);
		}
	};
}
