/** @import { Module } from './loader.js' */

/**
 * What modules export, and how others see it. As that of the loader, this function's own text is put into the script
 * for V8.
 */
export function namespaces() {
	const { create, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf, hasOwn, keys } = Object;

	/** What namespaces inherit: nothing but their name. An object without a prototype would be slower, V8 makes a hash table of it. */
	const base = Object.freeze({ __proto__: null, [Symbol.toStringTag]: 'Module' });

	/** @returns {any} a module's namespace object, still empty */
	const namespace = () => create(base);

	/**
	 * @param {any} exports
	 * @returns {(name: string, get: () => unknown) => void}
	 */
	const exporter = (exports) => (name, get) => void defineProperty(exports, name, { get, enumerable: true, configurable: true });

	/**
	 * `export * from` what was imported last: not the default. In a cycle that module may not know all of it yet.
	 *
	 * @param {Module} module
	 * @param {any} source
	 */
	function export_all(module, source) {
		const { latest } = module;
		if (latest === module) return;
		for (const name of keys(source)) if (name !== 'default') export_from(module, name, source);
		if (latest?.is_open) (latest.followers ??= []).push(module);
	}

	/**
	 * The getter is that of the module that declares the name, so that it can be told whether two ways lead to the same;
	 * as can a function that is exported without one.
	 *
	 * @param {Module} module
	 * @param {string} name
	 * @param {any} source
	 */
	function export_from(module, name, source) {
		const { exports, followers } = module;
		const starred = (module.starred ??= new Map());
		const { get = () => source[name], value } = getOwnPropertyDescriptor(source, name) ?? {};
		const what = value ?? get;
		const before = starred.get(name);
		if (before === undefined && !(name in exports)) {
			starred.set(name, what);
			if (value === undefined) exporter(exports)(name, get);
			else exports[name] = value;
		} else if (before && before !== what && !is_reexport(before) && !is_reexport(what)) {
			starred.set(name, null);
			delete exports[name];
		} else return;
		followers?.forEach((follower) => export_from(follower, name, source));
	}

	/**
	 * Whether a name is exported by `export { … } from`. Two of these may mean the same one.
	 *
	 * @param {Function} get
	 */
	const is_reexport = (get) => `${get}`.includes('__vite_ssr_import_');

	/**
	 * Rolldown's `__copyProps`.
	 *
	 * @param {any} target
	 * @param {any} source
	 */
	function copy_properties(target, source) {
		for (const name of Object(source) === source ? getOwnPropertyNames(source) : []) {
			if (!hasOwn(target, name)) defineProperty(target, name, { get: () => source[name], enumerable: getOwnPropertyDescriptor(source, name)?.enumerable ?? true });
		}
		return target;
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
		const has_default = !is_node_mode && value?.__esModule && hasOwn(value, 'default');
		const made = value == null ? {} : create(getPrototypeOf(value));
		return copy_properties(has_default ? made : defineProperty(made, 'default', { value, enumerable: true }), value);
	}

	/**
	 * A module as a CommonJS module sees it (Rolldown's `__toCommonJS`).
	 *
	 * @param {Module} module
	 */
	function required(module) {
		const { exports, is_commonjs } = module;
		if (is_commonjs) return exports.exports;
		if (hasOwn(exports, 'module.exports')) return exports['module.exports'];
		return (module.as_commonjs ??= copy_properties(defineProperty({}, '__esModule', { value: true }), exports));
	}

	return { namespace, exporter, export_all, imported, required };
}
