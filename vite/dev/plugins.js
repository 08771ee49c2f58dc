/** @import { EnvironmentOptions, Plugin, ServerOptions, ViteDevServer } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import process from 'node:process';
import { createServerHotChannel, DevEnvironment, isCSSRequest } from 'vite';
import { file_of_id } from '../files.js';
import { process_options, resolve_options, SSR } from '../ssr/environment.js';
import { NODE_MODULE, with_component_file } from '../ssr/node_component.js';
import { is_virtual_commonjs, load_own, resolve } from '../ssr/resolve.js';
import { browser_modules_plugin } from './browser_modules.js';
import { is_commonjs_file, PLACEHOLDER, REQUIRED_JSON } from './commonjs.js';
import { dev_endpoints } from './endpoints.js';
import { private_files_plugin } from './private_files.js';

/**
 * The options that `lissome dev` passes to its Vite, in an environment variable.
 *
 * @typedef {object} DevOptions
 * @property {string} host the address to listen at
 * @property {string} name the host in the app's address
 * @property {number} port
 * @property {string} token what Python's requests carry
 */

/** @returns {DevOptions | null} null if Vite was not started by `lissome dev` */
function read_options() {
	return process.env.LISSOME_DEV ? JSON.parse(process.env.LISSOME_DEV) : null;
}

/**
 * The plugins for `lissome dev`: Python answers the browser and renders; Vite transforms modules for both, and tells
 * browsers what changed.
 *
 * @param {Project} project
 * @returns {Plugin[]}
 */
export function dev_plugins(project) {
	/** @type {Map<string, string>} CSS by id */
	const stylesheets = new Map();
	return [
		private_files_plugin(),
		browser_modules_plugin(project),
		server_plugin(project, stylesheets),
		changes_plugin(),
		stylesheets_plugin(stylesheets)
	];
}

/** the ids of modules that are lissome's own, or may be CommonJS modules */
const LOADED = [
	/^\0lissome:/,
	/\/node_modules\/.*\.js(?:\?v=\w+)?$/,
	/\.cjs(?:\?v=\w+)?$/,
	/\.json\?commonjs-proxy$/
];

/**
 * @param {Project} project
 * @param {Map<string, string>} stylesheets
 * @returns {Plugin}
 */
function server_plugin(project, stylesheets) {
	const dev = read_options();
	return {
		name: 'lissome:dev',
		apply: 'serve',
		enforce: 'pre',
		config: {
			order: 'post',
			handler: () => ({
				environments: { [SSR]: environment() },
				server: dev ? server_options(dev, project) : {}
			})
		},
		resolveId: {
			handler(id, importer, options) {
				if (this.environment.name === SSR) return resolve(this, id, importer, options, project);
			}
		},
		load: {
			filter: { id: LOADED },
			handler(id) {
				if (is_virtual_commonjs(id) || id.endsWith(REQUIRED_JSON)) return PLACEHOLDER;
				if (id.startsWith('\0')) return load_own(id, project);
				const file = file_of_id(id);
				if (this.environment.name === SSR && is_commonjs_file(file, fs.readFileSync(file, 'utf8')))
					return PLACEHOLDER;
			}
		},
		transform: {
			handler(code, id) {
				if (this.environment.name === SSR && NODE_MODULE.test(id))
					return with_component_file(code, id, project);
			}
		},
		configureServer(server) {
			if (!dev) return warn_without_python(server);
			end_with_parent();
			server.middlewares.use('/__lissome', dev_endpoints(server, project, dev.token, stylesheets));
		}
	};
}

/**
 * Tells browsers of each changed file, once its module is invalid: pages that show an error load themselves again. Of
 * Python's files Python tells, when it has loaded them: a page that asks earlier gets the error once more.
 *
 * @returns {Plugin}
 */
function changes_plugin() {
	return {
		name: 'lissome:dev-changes',
		apply: 'serve',
		hotUpdate({ file }) {
			if (this.environment.name === 'client' && !file.endsWith('.py'))
				this.environment.hot.send('lissome:changed');
		}
	};
}

/**
 * Keeps the CSS of the modules that are rendered, for the head of the page. Without `enforce` it comes between Vite's
 * own two plugins for CSS: the first compiles style sheets to CSS, the second makes modules of them.
 *
 * @param {Map<string, string>} stylesheets
 * @returns {Plugin}
 */
function stylesheets_plugin(stylesheets) {
	return {
		name: 'lissome:dev-stylesheets',
		apply: 'serve',
		transform: {
			handler(code, id) {
				if (this.environment.name === SSR && isCSSRequest(id)) stylesheets.set(id, code);
			}
		}
	};
}

/** @param {ViteDevServer} server */
function warn_without_python(server) {
	server.config.logger.warn(
		'Vite alone cannot run this app, because its server is Python. Run `lissome dev` instead.'
	);
}

/**
 * End this process with its parent. Python holds the other end of stdin; however Python ends, even by SIGKILL, the
 * system closes it.
 */
function end_with_parent() {
	process.stdin.on('error', () => process.exit());
	process.stdin.on('end', () => process.exit());
	process.stdin.resume();
}

/**
 * @param {DevOptions} options
 * @param {Project} project
 * @returns {ServerOptions}
 */
function server_options({ host, name, port }, { root }) {
	return {
		host,
		port,
		strictPort: true,
		allowedHosts: [name],
		open: false,
		// the page comes from Python's port; the socket goes directly to Vite's
		ws: { clientPort: port },
		// what Python writes when it runs or builds the app is not a change of the app
		watch: {
			ignored: [
				'**/__pycache__/**',
				(file) => [`${root}/.lissome/`, `${root}/build/`].some((folder) => file.startsWith(folder))
			]
		}
	};
}

/** @returns {EnvironmentOptions} */
function environment() {
	const { define, keepProcessEnv } = process_options('development');
	return {
		consumer: 'server',
		keepProcessEnv,
		define: { ...define, __SVELTEKIT_PAYLOAD__: '{}' },
		resolve: resolve_options('development'),
		optimizeDeps: { noDiscovery: true, include: [] },
		dev: {
			// Python asks before each render what has changed, so no hot update has to be sent
			createEnvironment: (name, config) =>
				new DevEnvironment(name, config, { hot: false, transport: createServerHotChannel() })
		}
	};
}
