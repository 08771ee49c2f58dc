/** @import { ResolvedConfig, Plugin } from 'vite' */
/** @import { ValidatedConfig } from './kit.js' */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { posix } from './files.js';
import { Analyser } from './python/analyser.js';
import { package_of } from './ssr/importers.js';

/** The paths and options of the app that is built. Complete once Vite has resolved its configuration. */
export class Project {
	/** the folder of vite.config.js, with forward slashes */
	root = '';

	/** the folder of the build's output */
	output = '';

	/** @type {ResolvedConfig} */
	vite = /** @type {any} */ (undefined); // set by the plugin, before anything reads it

	/** @type {ValidatedConfig} */
	kit = /** @type {any} */ (undefined); // as `vite`

	/** kit's source folder: the parts of its runtime that lissome needs are not among its exports */
	kit_source = posix(
		path.join(path.dirname(fileURLToPath(import.meta.resolve('@sveltejs/kit/package.json'))), 'src')
	);

	/** what the app's Python modules define */
	analyser = new Analyser();

	/** in dev: the routes for which kit's generated modules were last written */
	known_routes = '';

	/** @type {Array<string | undefined>} in dev: the absolute path of each node's universal module */
	universal_modules = [];

	/** @type {Map<string, Set<string>>} the modules seen so far that import a package, by the package's name */
	importers_by_package = new Map();

	/** @type {Map<string, string>} the first importer of each module that replaces one of Node's builtins, by its id */
	builtin_importers = new Map();

	/** the folder of this npm package */
	package_folder = posix(import.meta.dirname);

	/**
	 * The plugin that fills this object.
	 *
	 * @returns {Plugin}
	 */
	plugin() {
		return {
			name: 'lissome:project',
			enforce: 'pre',
			config: {
				order: 'pre',
				handler: (user) => {
					this.root = posix(user.root ? path.resolve(user.root) : process.cwd());
					this.output = `${this.root}/build`;
				}
			},
			configResolved: (config) => {
				this.vite = config;
				this.kit = config.plugins.find(
					(plugin) => plugin.name === 'vite-plugin-sveltekit-setup'
				)?.api.options;
			}
		};
	}

	/** True if components may use `await`: Svelte then renders asynchronously. */
	get is_async() {
		return this.kit.compilerOptions?.experimental?.async ?? false;
	}

	/**
	 * Find the app's universal hooks or its parameter matchers.
	 *
	 * @param {string} kind `hooks` or `params`
	 * @returns {string | undefined} an absolute path; undefined if the app has none
	 */
	universal_file(kind) {
		const { hooks, params } = this.kit.files;
		const stem = kind === 'hooks' ? hooks.universal : params;
		return ['.js', '.ts'].map((extension) => stem + extension).find((file) => fs.existsSync(file));
	}

	/**
	 * The modules seen so far that can import the package that a file is of: those beside its `node_modules`.
	 *
	 * @param {string} file
	 */
	importers_of_package(file) {
		const folder = file.slice(0, Math.max(0, file.lastIndexOf('/node_modules/') + 1));
		const importers = this.importers_by_package.get(package_of(file)) ?? new Set();
		return [...importers].filter((importer) => importer.startsWith(folder));
	}

	/**
	 * A path relative to the project, as messages and the manifest have it.
	 *
	 * @param {string} file
	 */
	relative(file) {
		return posix(path.relative(this.root, file));
	}
}
