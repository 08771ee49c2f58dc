/** @import { Definition, LoaderHost, Module } from './types.js' */

/** @typedef {ReturnType<typeof namespaces>} Namespaces */

/**
 * Make the functions for what modules are given and export, and how other modules see it. The text of `namespaces` is put into the
 * script for V8.
 */
export function namespaces() {
	const {
		create,
		defineProperty,
		getOwnPropertyDescriptor,
		getOwnPropertyNames,
		getPrototypeOf,
		hasOwn,
		keys
	} = Object;

	/** The prototype of namespaces, with nothing but their name. V8 makes a hash table of an object without a prototype, which would be slower. */
	const base = Object.freeze({ __proto__: null, [Symbol.toStringTag]: 'Module' });

	/** @returns {any} an empty namespace object; any: its properties are what the module exports */
	const namespace = () => create(base);

	/**
	 * @param {object} exports
	 * @returns {(name: string, get: () => unknown) => void}
	 */
	const exporter = (exports) => (name, get) =>
		void defineProperty(exports, name, { get, enumerable: true, configurable: true });

	/**
	 * Run `export * from` the module that was imported last, for all exports but the default. In a cycle that module may
	 * not know all of its exports yet.
	 *
	 * @param {Module} module
	 * @param {object} source the other's namespace
	 */
	function export_all(module, source) {
		const { latest } = module;
		if (latest === module) return;
		for (const name of keys(source)) if (name !== 'default') export_from(module, name, source);
		if (latest?.on_stack) (latest.followers ??= []).push(module);
	}

	/**
	 * Export a name of another module. The getter is that of the module that declares the name, so that two ways to the
	 * same export can be recognized; a function that is exported without a getter can be recognized itself.
	 *
	 * @param {Module} module
	 * @param {string} name
	 * @param {any} source any: as `namespace`
	 */
	function export_from(module, name, source) {
		const { exports, followers } = module;
		const starred = (module.starred ??= new Map());
		const { get = () => source[name], value } = getOwnPropertyDescriptor(source, name) ?? {};
		const exported = value ?? get;
		const before = starred.get(name);
		if (before === undefined && !(name in exports)) {
			starred.set(name, exported);
			if (value === undefined) exporter(exports)(name, get);
			else exports[name] = value;
		} else if (before && before !== exported && !is_reexport(before) && !is_reexport(exported)) {
			starred.set(name, null);
			delete exports[name];
		} else return;
		followers?.forEach((follower) => export_from(follower, name, source));
	}

	/**
	 * True if a name is exported by `export { … } from`. Two of these may mean the same export.
	 *
	 * @param {unknown} get
	 */
	const is_reexport = (get) => `${get}`.includes('__vite_ssr_import_');

	/**
	 * Copy properties as Rolldown's `__copyProps` does.
	 *
	 * @template {object} Target
	 * @param {Target} target
	 * @param {any} source any: what a CommonJS module exports
	 */
	function copy_properties(target, source) {
		for (const name of Object(source) === source ? getOwnPropertyNames(source) : []) {
			if (hasOwn(target, name)) continue;
			const enumerable = getOwnPropertyDescriptor(source, name)?.enumerable ?? true;
			defineProperty(target, name, { get: () => source[name], enumerable });
		}
		return target;
	}

	/**
	 * The namespace that an ES module gets of a module. Of a CommonJS module it is what Rolldown's `__toESM` makes of it
	 * in a build.
	 *
	 * @param {Module} module
	 * @param {boolean | undefined} is_node_mode
	 * @returns {any} any: as `namespace`
	 */
	function imported({ exports, is_commonjs }, is_node_mode) {
		if (!is_commonjs) return exports;
		const value = exports.exports;
		const has_default = !is_node_mode && value?.__esModule && hasOwn(value, 'default');
		const made = value == null ? {} : create(getPrototypeOf(value));
		return copy_properties(
			has_default ? made : defineProperty(made, 'default', { value, enumerable: true }),
			value
		);
	}

	/**
	 * The exports that a CommonJS module gets of a module (Rolldown's `__toCommonJS`).
	 *
	 * @param {Module} module
	 */
	function required(module) {
		const { exports, is_commonjs } = module;
		if (is_commonjs) return exports.exports;
		if (hasOwn(exports, 'module.exports')) return exports['module.exports'];
		return (module.as_commonjs ??= copy_properties(
			defineProperty({}, '__esModule', { value: true }),
			exports
		));
	}

	/**
	 * Call the function of a module, with the parameters of module_parameters.js.
	 *
	 * @param {Definition['run']} run not a method of its definition: that would be the module's `this`
	 * @param {Module} module
	 * @param {string | null} path of its `import.meta.url`
	 * @param {Function} import_module
	 * @param {Function} import_later
	 * @param {any} globals any: a RenderGlobals, or the global object
	 * @param {LoaderHost | null} host
	 */
	function call(run, module, path, import_module, import_later, globals, host) {
		const { exports } = module;
		return run(
			exports,
			path === null ? undefined : { __proto__: null, url: `${host?.origin ?? 'file://'}${path}` },
			import_module,
			import_later,
			(/** @type {object} */ source) => export_all(module, source),
			exporter(exports),
			host?.handle ?? null,
			globals,
			globals,
			globals,
			globals.fetch,
			globals.console,
			globals.setTimeout,
			globals.clearTimeout,
			globals.setInterval,
			globals.clearInterval
		);
	}

	return { namespace, exporter, imported, required, call };
}
