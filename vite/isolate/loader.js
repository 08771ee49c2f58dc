/** @import { Host } from './host.js' */

/**
 * Makes module graphs. This function's own text is put into the script for V8 (see ../pack.js), so it refers to
 * nothing outside of itself. A production build hands it the chunks of the bundle, `lissome dev` the modules that
 * Vite has transformed: both are functions in the form of Vite's module runner.
 *
 * @typedef {object} Definition a module, as it is before a render evaluates it
 * @property {Function} run its code; returns what must be frozen, if the module outlives renders
 * @property {Record<string, number>} links the modules that it imports, by specifier
 * @property {boolean} is_async whether it, or one that it imports, awaits at its top; `run` is async then
 * @property {boolean} [is_commonjs] in dev; a build has ES modules alone
 * @property {boolean} [is_node_mode] whether the default export of CommonJS modules is for it what Node makes it
 * @property {string | null} path of its `import.meta.url`; null when it does not look at `import.meta`
 *
 * @typedef {object} Module one that a graph has evaluated, or begun to
 * @property {any} exports its namespace; of a CommonJS module an object with its `exports`
 * @property {boolean} is_commonjs
 * @property {boolean} has_failed
 * @property {unknown} error
 * @property {Promise<void> | undefined} promise until an async module has been evaluated
 * @property {Module | undefined} awaits the async module that it waits for
 * @property {{ internals: unknown[], variables?: { get: () => unknown[], set: (values: unknown[]) => void } } | undefined} kept
 *
 * @typedef {Array<Module | undefined>} Graph what was made of each definition
 *
 * @param {Definition[]} definitions by number; `lissome dev` replaces some, and adds more
 * @param {Record<string, number>} entries numbers of named modules
 * @param {number[]} shared modules that hold no state: made once, and part of every graph (see ../shared.js)
 */
export function loader(definitions, entries, shared) {
	const { defineProperty, keys } = Object;

	/** @type {Graph} the modules that all graphs have in common */
	const common = [];

	/** @type {Graph} what the gate itself is made of */
	const own = [];

	/** @type {Array<{ set: (values: unknown[]) => void, values: unknown[] }>} variables of the lasting modules, as they were */
	let variables = [];

	/** What namespaces inherit: nothing but their name. An object without a prototype would be slower, V8 makes a hash table of it. */
	const base = Object.freeze({ __proto__: null, [Symbol.toStringTag]: 'Module' });

	/** @returns {any} a module's namespace object, still empty */
	const namespace = () => Object.create(base);

	/**
	 * @param {any} exports
	 * @returns {(name: string, get: () => unknown) => void}
	 */
	const exporter = (exports) => (name, get) => void defineProperty(exports, name, { get, enumerable: true, configurable: true });

	/**
	 * `export * from`: not the default, and nothing that the module exports itself.
	 *
	 * @param {any} exports
	 * @param {any} source
	 */
	function export_all(exports, source) {
		if (source === exports) return;
		for (const name of keys(source)) {
			if (name !== 'default' && !(name in exports)) exporter(exports)(name, () => source[name]);
		}
	}

	/**
	 * Whether `module` waits for `other`, or for one that does: `other` must not wait for it as well.
	 *
	 * @param {Module | undefined} module
	 * @param {Module} other
	 */
	function is_waiting_for(module, other) {
		while (module !== undefined && module !== other) module = module.awaits;
		return module === other;
	}

	/**
	 * A module as an ES module sees it. Of a CommonJS module, what Rolldown makes of it in a build (its `__toESM`).
	 *
	 * @param {Module} module
	 * @param {boolean | undefined} is_node_mode
	 */
	function imported({ exports, is_commonjs }, is_node_mode) {
		if (!is_commonjs) return exports;
		const value = exports.exports;
		const has_default = !is_node_mode && value?.__esModule && Object.hasOwn(value, 'default');
		const made = namespace();
		if (!has_default) exporter(made)('default', () => value);
		for (const name of Object(value) === value ? Object.getOwnPropertyNames(value) : []) {
			if (!Object.hasOwn(made, name)) exporter(made)(name, () => value[name]);
		}
		return made;
	}

	/**
	 * A module as a CommonJS module sees it (Rolldown's `__toCommonJS`).
	 *
	 * @param {Module} module
	 */
	function required({ exports, is_commonjs }) {
		return is_commonjs ? exports.exports : defineProperty(Object.create(exports), '__esModule', { value: true });
	}

	/**
	 * @param {Graph} graph
	 * @param {any} scope
	 * @param {Host | null} host
	 */
	function loader_of(graph, scope, host) {
		/**
		 * @param {number} number
		 * @returns {Module} evaluated, unless it is async or imports the one that is being evaluated
		 */
		function load(number) {
			const module = graph[number];
			if (module === undefined) return evaluate(number);
			if (module.has_failed) throw module.error;
			return module;
		}

		/** @param {number} number */
		function evaluate(number) {
			const definition = definitions[number];
			/** @type {Module} */
			const is_commonjs = definition.is_commonjs === true;
			const module = { exports: is_commonjs ? { exports: {} } : namespace(), is_commonjs, has_failed: false, error: undefined, promise: undefined, awaits: undefined, kept: undefined };
			graph[number] = module;
			try {
				const result = run(definition, module);
				if (definition.is_async) module.promise = result.then(() => void (module.promise = undefined), (/** @type {unknown} */ error) => fail(module, error));
				else module.kept = result;
			} catch (error) {
				fail(module, error);
			}
			return module;
		}

		/**
		 * A module that has failed fails for all who import it, as the language has it.
		 *
		 * @param {Module} module
		 * @param {unknown} error
		 */
		function fail(module, error) {
			module.promise = undefined;
			module.has_failed = true;
			module.error = error;
			throw error;
		}

		/**
		 * @param {Definition} definition
		 * @param {Module} module
		 */
		function run({ run, links, is_async, is_commonjs, is_node_mode, path }, module) {
			const { exports } = module;
			const get = is_commonjs ? required : imported;
			// not a method of the definition: that would be the module's `this`
			return run(
				exports,
				path === null ? undefined : { __proto__: null, url: `${host?.origin ?? 'file://'}${path}` },
				is_async ? (/** @type {string} */ id) => wait_for(find(links, id), module, is_node_mode) : (/** @type {string} */ id) => get(find(links, id), is_node_mode),
				(/** @type {string} */ id) => import_later(links[id], is_node_mode),
				(/** @type {any} */ source) => export_all(exports, source),
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
		 */
		function find(links, id) {
			if (links[id] === undefined) throw new Error(`Cannot find module '${id}'`);
			return load(links[id]);
		}

		/**
		 * @param {Module} module
		 * @param {Module} importer an async module
		 * @param {boolean | undefined} is_node_mode
		 * @returns {any} the namespace, or a promise of it
		 */
		function wait_for(module, importer, is_node_mode) {
			if (module.promise === undefined || is_waiting_for(module, importer)) return imported(module, is_node_mode);
			importer.awaits = module;
			return module.promise.then(() => {
				importer.awaits = undefined;
				return module.exports;
			});
		}

		/**
		 * @param {number} number
		 * @param {boolean | undefined} is_node_mode
		 */
		async function import_later(number, is_node_mode) {
			await (definitions[number] === undefined ? host?.ask({ kind: 'module', number }) : undefined);
			const module = load(number);
			await module.promise;
			return imported(module, is_node_mode);
		}

		return load;
	}

	return {
		/**
		 * A fresh graph; modules run when they are asked for, at most once per graph.
		 *
		 * @param {object} scope the globals that belong to this graph alone
		 * @param {Host} host the render's line to Python
		 * @returns {(name: string) => any} gives the exports of an entry; of one that is async, after `ready`
		 */
		make(scope, host) {
			const load = loader_of(common.slice(), scope, host);
			host.ready = (names) => {
				const awaited = names.filter((name) => definitions[entries[name]]?.is_async);
				return awaited.length > 0 ? Promise.allSettled(awaited.map(async (name) => load(entries[name]).promise)) : null;
			};
			return (name) => load(entries[name]).exports;
		},

		/**
		 * The entry that answers messages. It is in no render's graph.
		 *
		 * @param {string} name
		 */
		own: (name) => loader_of(own, globalThis, null)(entries[name]).exports,

		/**
		 * Make the shared modules that are not there yet.
		 *
		 * @param {object} scope their globals
		 * @returns {unknown[]} everything in them by which a render could leave something for another one: the
		 *   exports, and what stands at the top of the modules
		 */
		share(scope) {
			shared.forEach(loader_of(common, scope, null));
			const lasting = [...own, ...common].filter((module) => module !== undefined);
			const known = new Set(variables.map(({ set }) => set));
			for (const { kept } of lasting) {
				if (kept?.variables && !known.has(kept.variables.set)) variables.push({ set: kept.variables.set, values: kept.variables.get() });
			}
			return lasting.flatMap(({ exports, kept }) => [exports, ...Object.values(exports), ...(kept?.internals ?? [])]);
		},

		/** Set the variables of the lasting modules to what they were: a render that was stopped has not done so. */
		reset() {
			for (let i = 0; i < variables.length; i += 1) variables[i].set(variables[i].values);
		}
	};
}
