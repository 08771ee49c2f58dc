/** @import { Plugin, ViteDevServer } from 'vite' */
/** @import { Project } from './project.js' */
import fs from 'node:fs';
import process from 'node:process';
import { createRunnableDevEnvironment } from 'vite';
import { is_commonjs, STAND_IN } from './dev_commonjs.js';
import { dev_endpoints } from './dev_endpoints.js';
import { SSR } from './dev_graph.js';
import { replace_module, resolve_own } from './resolve.js';

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
 * `lissome dev`: Python answers the browser; this Vite transforms modules, renders when Python asks it to,
 * and tells browsers what changed.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function dev_plugin(project) {
	const orders = read_orders();
	return {
		name: 'lissome:dev',
		apply: 'serve',
		enforce: 'pre',
		config: {
			order: 'post',
			handler: (user) => ({ environments: { [SSR]: environment(user) }, server: orders ? server_options(orders) : {} })
		},
		resolveId: {
			handler(id, importer, options) {
				if (id === CLIENT) return `\0${CLIENT}`;
				if (this.environment.name !== SSR) return;
				if (id.startsWith('lissome:')) return resolve_own(id, project);
				return replace_module(this, id, importer, options, project);
			}
		},
		load: {
			filter: { id: [/^\0lissome:/, /\/node_modules\/.*\.c?js(?:\?v=\w+)?$/] },
			handler(id) {
				if (id.startsWith('\0')) return id === `\0${CLIENT}` ? fs.readFileSync(`${project.here}/dev_client.js`, 'utf8') : 'export {};';
				const file = id.replace(/\?.*$/, '');
				if (this.environment.name === SSR && is_commonjs(file, fs.readFileSync(file, 'utf8'))) return STAND_IN;
			}
		},
		transform: {
			handler(code, id) {
				if (this.environment.name !== 'client') return;
				// not into kit's entry itself: the client's modules must wait until the entry's `init` was called
				if (id.replace(/\?.*$/, '') === `${project.kit_source}/runtime/client/client-entry.js`) return { code: `${code}\nimport '${CLIENT}';`, map: null };
			}
		},
		configureServer(server) {
			if (!orders) return explain(server);
			end_with_parent();
			survive_rejections(server);
			server.middlewares.use('/__lissome', dev_endpoints(server, project, orders.token));
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
 * A promise that a render left behind, and nobody waits for, must not end this process.
 *
 * @param {ViteDevServer} server
 */
function survive_rejections(server) {
	process.on('unhandledRejection', (reason) => {
		const text = reason instanceof Error ? reason.stack : String(reason);
		server.config.logger.error(`A promise was rejected that nobody waits for: ${text?.replaceAll(`${server.config.root}/`, '')}`);
	});
}

/** @param {Orders} orders */
function server_options({ host, port }) {
	return {
		host,
		port,
		strictPort: true,
		open: false,
		// the page comes from Python's port; the socket goes straight to ours
		ws: { clientPort: port },
		// what Python writes when it runs the app is no change of the app
		watch: { ignored: ['**/__pycache__/**', '**/.lissome/**', '**/build/**'] }
	};
}

/**
 * All packages go through Vite's runner, or dev_commonjs.js: what Node itself loads is there once, and would keep
 * its state from one render to the next.
 *
 * @param {import('vite').UserConfig} user
 */
function environment(user) {
	return {
		consumer: /** @type {const} */ ('server'),
		keepProcessEnv: false,
		define: { __SVELTEKIT_PAYLOAD__: '{}' },
		resolve: {
			noExternal: true,
			external: Array.isArray(user.ssr?.external) ? user.ssr.external : [],
			conditions: ['svelte', 'workerd', 'module', 'development']
		},
		// modules are imported afresh for each render, so nothing has to be told of changes
		dev: { createEnvironment: (name, config) => createRunnableDevEnvironment(name, config, { hot: false }) }
	};
}
