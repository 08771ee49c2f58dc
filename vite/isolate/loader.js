/**
 * Makes module graphs. This function's own text is put into the packed script, so it refers to
 * nothing outside of itself.
 *
 * @param {Function[]} modules the chunks
 * @param {Array<Record<string, number>>} links per chunk: what its `require` finds
 * @param {Record<string, number>} entries named chunks
 */
export function loader(modules, links, entries) {
	/**
	 * A fresh graph; chunks run when they are asked for, at most once per graph.
	 *
	 * @param {Record<string, any>} scope the globals that belong to this graph alone
	 * @returns {(name: string) => any}
	 */
	return function make(scope) {
		const graph = [];
		/** @param {number} i */
		function load(i) {
			let module = graph[i];
			if (module === undefined) {
				module = graph[i] = { exports: {} };
				const link = links[i];
				modules[i](
					(id) => load(link[id]),
					module,
					module.exports,
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
		}
		return (name) => load(entries[name]);
	};
}
