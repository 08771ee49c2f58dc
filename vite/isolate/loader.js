/**
 * Makes module graphs. This function's own text is put into the packed script, so it refers to
 * nothing outside of itself.
 *
 * @param {Function[]} modules the chunks
 * @param {Array<Record<string, number>>} links per chunk: what its `require` finds
 * @param {Record<string, number>} entries named chunks
 * @param {number[]} shared chunks that hold no state: made once, and part of every graph (see shared.js)
 */
export function loader(modules, links, entries, shared) {
	/** @type {Array<{ exports: any } | undefined>} */
	let common = [];

	/**
	 * @param {Array<{ exports: any } | undefined>} graph
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

	/** @param {any} exports they are frozen, so that no render can leave anything on them for the next */
	function freeze(exports) {
		for (const value of Object.values(exports)) {
			if (typeof value === 'function') {
				Object.freeze(value);
				if (value.prototype) Object.freeze(value.prototype);
			} else if (value && Object.getPrototypeOf(value) === Object.prototype) {
				Object.freeze(value);
			}
		}
		Object.freeze(exports);
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
		 * Make the shared chunks anew.
		 *
		 * @param {object} scope their globals
		 */
		renew(scope) {
			common = [];
			const load = loader_of(common, scope, null);
			shared.map(load).forEach(freeze);
		}
	};
}
