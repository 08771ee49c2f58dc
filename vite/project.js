/** @import { ResolvedConfig, Plugin } from 'vite' */
/** @import { ValidatedConfig } from './kit.js' */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Analyser } from './python/analyser.js';

/** @param {string} file */
export const posix = (file) => file.replaceAll('\\', '/');

/** Where things are in this project. Complete once Vite has resolved its configuration. */
export class Project {
	/** the folder of vite.config.js, with forward slashes */
	root = '';

	/** where the build goes */
	output = '';

	/** @type {ResolvedConfig} */
	vite;

	/** @type {ValidatedConfig} kit's options, paths absolute */
	kit;

	/** kit's source folder: the parts of its runtime that we need are not among its exports */
	kit_source = posix(path.join(path.dirname(fileURLToPath(import.meta.resolve('@sveltejs/kit/package.json'))), 'src'));

	/** what the app's Python modules define */
	analyser = new Analyser();

	/** in dev: the routes for which kit's generated modules were written last */
	known_routes = '';

	/** @type {Array<string | undefined>} in dev: the universal module of each node, absolute */
	universal_modules = [];

	/** @type {Map<string, Set<string>>} which modules import a package by its name, as far as they have been met */
	wanted_by = new Map();

	/** @type {Map<string, string>} modules of Node's that something imports, and what to say if they are used */
	refused = new Map();

	/** this package's folder */
	package_folder = posix(path.dirname(fileURLToPath(import.meta.url)));

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
				this.kit = config.plugins.find((plugin) => plugin.name === 'vite-plugin-sveltekit-setup')?.api.options;
			}
		};
	}

	/** whether components may `await`: Svelte then renders asynchronously */
	get is_async() {
		return this.kit.compilerOptions?.experimental?.async ?? false;
	}

	/**
	 * The app's universal hooks or its parameter matchers, when there are any.
	 *
	 * @param {string} kind
	 * @returns {string | undefined} absolute path
	 */
	universal_file(kind) {
		const { hooks, params } = this.kit.files;
		const stem = kind === 'hooks' ? hooks.universal : params;
		return ['.js', '.ts'].map((extension) => stem + extension).find((file) => fs.existsSync(file));
	}

	/**
	 * A path for people and for the manifest: relative to the project.
	 *
	 * @param {string} file
	 */
	relative(file) {
		return posix(path.relative(this.root, file));
	}
}
