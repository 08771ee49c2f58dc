/** @import { Plugin, ViteDevServer } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import process from 'node:process';
import { createServerHotChannel, DevEnvironment, isCSSRequest } from 'vite';
import { BUILTIN } from '../ssr/node_builtins.js';
import { is_commonjs_file, STAND_IN } from './commonjs.js';
import { dev_endpoints } from './endpoints.js';
import { resolve_options, SSR } from '../ssr/environment.js';
import { NODE_FILE, with_file } from '../ssr/node_component.js';
import { load_own, resolve } from '../ssr/resolve.js';

const CLIENT = 'lissome:dev-client';

/**
 * What `lissome dev` tells its Vite, through the environment.
 *
 * @typedef {object} Orders
 * @property {string} host the address to listen at
 * @property {number} port
 * @property {string} token what Python's requests carry
 */

/** @returns {Orders | null} null when somebody else started Vite */
function read_orders() {
	return process.env.LISSOME_DEV ? JSON.parse(process.env.LISSOME_DEV) : null;
}

/**
 * `lissome dev`: Python answers the browser and renders; this Vite transforms modules for both, and tells browsers
 * what changed.
 *
 * @param {Project} project
 * @returns {Plugin[]}
 */
export function dev_plugins(project) {
	/** @type {Map<string, string>} CSS by id */
	const sheets = new Map();
	return [server_plugin(project, sheets), sheets_plugin(sheets)];
}

/**
 * @param {Project} project
 * @param {Map<string, string>} sheets
 * @returns {Plugin}
 */
function server_plugin(project, sheets) {
	const orders = read_orders();
	return {
		name: 'lissome:dev',
		apply: 'serve',
		enforce: 'pre',
		config: {
			order: 'post',
			handler: () => ({ environments: { [SSR]: environment() }, server: orders ? server_options(orders, project) : {} })
		},
		resolveId: {
			handler(id, importer, options) {
				if (id === CLIENT) return `\0${CLIENT}`;
				if (this.environment.name === SSR) return resolve(this, id, importer, options, project);
			}
		},
		load: {
			filter: { id: [/^\0lissome:/, /\/node_modules\/.*\.c?js(?:\?v=\w+)?$/] },
			handler(id) {
				if (id.startsWith(BUILTIN)) return STAND_IN;
				if (id.startsWith('\0')) return id === `\0${CLIENT}` ? fs.readFileSync(`${project.package_folder}/dev/client.js`, 'utf8') : load_own(id);
				const file = id.replace(/\?.*$/, '');
				if (this.environment.name === SSR && is_commonjs_file(file, fs.readFileSync(file, 'utf8'))) return STAND_IN;
			}
		},
		transform: {
			handler(code, id) {
				if (this.environment.name === SSR && NODE_FILE.test(id)) return with_file(code, id, project);
				if (this.environment.name !== 'client') return;
				// not into kit's entry itself: the client's modules must wait until the entry's `init` was called
				if (id.replace(/\?.*$/, '') === `${project.kit_source}/runtime/client/client-entry.js`) return { code: `${code}\nimport '${CLIENT}';`, map: null };
			}
		},
		configureServer(server) {
			if (!orders) return explain(server);
			end_with_parent();
			server.middlewares.use('/__lissome', dev_endpoints(server, project, orders.token, sheets));
		}
	};
}

/**
 * Keeps the CSS of the modules that are rendered, for the head of the page. Without `enforce` it comes between Vite's
 * own two plugins for CSS: the first has made it of whatever was written, the second makes a module of it.
 *
 * @param {Map<string, string>} sheets
 * @returns {Plugin}
 */
function sheets_plugin(sheets) {
	return {
		name: 'lissome:dev-sheets',
		apply: 'serve',
		transform: {
			handler(code, id) {
				if (this.environment.name === SSR && isCSSRequest(id)) sheets.set(id, code);
			}
		}
	};
}

/** @param {ViteDevServer} server */
function explain(server) {
	server.config.logger.warn('Vite alone cannot run this app, because its server is Python. Run `lissome dev` instead.');
}

/**
 * Python holds the other end of our stdin. However it ends, killed with -9 too, the system closes that end.
 */
function end_with_parent() {
	process.stdin.on('error', () => process.exit());
	process.stdin.on('end', () => process.exit());
	process.stdin.resume();
}

/**
 * @param {Orders} orders
 * @param {Project} project
 * @returns {import('vite').ServerOptions}
 */
function server_options({ host, port }, { root }) {
	return {
		host,
		port,
		strictPort: true,
		open: false,
		// the page comes from Python's port; the socket goes straight to ours
		ws: { clientPort: port },
		// what Python writes when it runs or builds the app is no change of the app
		watch: { ignored: ['**/__pycache__/**', (file) => [`${root}/.lissome/`, `${root}/build/`].some((folder) => file.startsWith(folder))] }
	};
}

function environment() {
	return {
		consumer: /** @type {const} */ ('server'),
		keepProcessEnv: false,
		define: { __SVELTEKIT_PAYLOAD__: '{}' },
		resolve: resolve_options('development'),
		optimizeDeps: { noDiscovery: true, include: [] },
		// before each render Python asks for what has changed, so nothing has to be told
		dev: { createEnvironment: (name, config) => new DevEnvironment(name, config, { hot: false, transport: createServerHotChannel() }) }
	};
}
