/** @import { ClientData, ClientRoute, EnvVariable, PageNodeIndexes, Route, RouteParam, SSRManifest, SSRNode } from '../kit.js' */
import { fork } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {object} PageIndexes
 * @property {Array<number | null>} layouts
 * @property {Array<number | null>} errors
 * @property {number} leaf
 *
 * @typedef {object} RouteDescription
 * @property {string} id
 * @property {string} pattern the source of a regular expression
 * @property {RouteParam[]} params
 * @property {PageIndexes | null} page
 * @property {boolean} endpoint
 *
 * @typedef {object} NodeDescription
 * @property {number} index
 * @property {string[]} imports
 * @property {string[]} stylesheets
 * @property {unknown[]} fonts
 * @property {Record<string, string>} inline_styles
 * @property {boolean} component
 * @property {string | null} server
 * @property {string | null} universal
 * @property {boolean} universal_load
 * @property {Record<string, unknown> | null} options page options of the universal module; null in dev: only running it can tell
 *
 * @typedef {Omit<ClientData, 'nodes' | 'css' | 'routes'> & { nodes?: unknown[], css?: unknown[], routes?: object[] }} ClientDescription
 */

/**
 * The description of the app in kit's build, as JSON can hold it.
 *
 * @typedef {object} KitOutput
 * @property {ClientDescription | null} client
 * @property {NodeDescription[]} nodes
 * @property {RouteDescription[]} routes
 * @property {string[]} assets
 * @property {string[]} matchers
 * @property {string[]} transport
 * @property {boolean} reroute
 * @property {Record<string, { public: boolean, static: boolean }>} [env] the variables that src/env.js declares; in dev unknown
 */

/**
 * Read kit's server output in a process of its own: its modules import the app's universal ones, and whatever they
 * start ends with that process.
 *
 * @param {string} folder
 * @returns {Promise<KitOutput>}
 */
export function read_kit_output(folder) {
	return new Promise((resolve, reject) => {
		const child = fork(import.meta.filename, [path.resolve(folder)], { serialization: 'json' });
		/** @type {KitOutput | undefined} */
		let output;
		child.on('message', (message) => (output = /** @type {KitOutput} */ (message)));
		child.on('error', reject);
		child.on('exit', (code) =>
			output ? resolve(output) : reject(new Error(`reading kit's output failed (exit code ${code})`))
		);
	});
}

/**
 * @param {string} folder
 * @returns {Promise<KitOutput>}
 */
async function describe_output(folder) {
	const load = (/** @type {string} */ name) => import(pathToFileURL(path.join(folder, name)).href);
	/** @type {{ manifest: SSRManifest }} */
	const { manifest } = await load('manifest-full.js');
	const hooks = await load('entries/hooks.universal.js').catch(missing_entry);
	const { params } = await load('entries/params.js').catch(missing_entry);
	const { variables } = await load('env.js');
	return {
		client: describe_client(manifest.client),
		nodes: await Promise.all(
			manifest.nodes.map(async (load_node) => describe_node(await load_node(), manifest.app_dir))
		),
		routes: manifest.routes.map(describe_route),
		assets: [...manifest.assets],
		matchers: Object.keys(params ?? {}),
		transport: Object.keys(hooks.transport ?? {}),
		reroute: typeof hooks.reroute === 'function',
		env: describe_env(variables)
	};
}

/**
 * An app may have no hooks and no matchers. Any other error is thrown again.
 *
 * @param {NodeJS.ErrnoException & { url?: string }} error
 * @returns {Record<string, any>} any: as `import()` of a module that Node loads
 */
function missing_entry(error) {
	const file = fileURLToPath(error.url ?? 'file:///');
	if (error.code === 'ERR_MODULE_NOT_FOUND' && /[/\\]entries[/\\](?:hooks\.universal|params)\.js$/.test(file))
		return {};
	throw error;
}

/**
 * @param {ClientData | null} client
 * @returns {ClientDescription | null}
 */
function describe_client(client) {
	if (!client?.routes) return /** @type {ClientDescription | null} */ (client);
	return {
		...client,
		nodes: without_holes(client.nodes),
		css: without_holes(client.css),
		routes: client.routes.map(describe_client_route)
	};
}

/**
 * The entry of a page in `__route.js`: each node with a flag for its server load.
 *
 * @param {ClientRoute} route
 */
function describe_client_route({ id, pattern, params, layouts, errors, leaf }) {
	return {
		id,
		pattern: pattern.source,
		params: params.map(describe_param),
		layouts: without_holes(layouts),
		errors: without_holes(errors),
		leaf
	};
}

/**
 * The names and kinds of variables, without their values, which are not the build's to know.
 *
 * @param {Record<string, EnvVariable> | undefined} variables
 */
export function describe_env(variables) {
	const declared = Object.entries(variables ?? {});
	return Object.fromEntries(
		declared.map(([name, { public: is_public = false, static: is_static = false }]) => [
			name,
			{ public: is_public, static: is_static }
		])
	);
}

/**
 * @param {SSRNode} node
 * @param {string} app_dir
 * @returns {NodeDescription}
 */
function describe_node(node, app_dir) {
	const { universal } = node;
	return {
		index: node.index,
		imports: node.imports,
		stylesheets: node.stylesheets,
		fonts: node.fonts,
		inline_styles: inline_styles(node, app_dir),
		component: node.component !== undefined,
		server: node.server_id ?? null,
		universal: node.universal_id ?? null,
		universal_load: universal?.load !== undefined,
		options: chosen_options(universal ?? {})
	};
}

/**
 * The page options among the exports of a universal module: all that is not a function or private. kit has refused any
 * other name; src/lissome/page_options.py says which options there are.
 *
 * @param {Record<string, unknown>} exports
 */
export function chosen_options(exports) {
	return Object.fromEntries(
		Object.entries(exports).filter(
			([name, value]) => value !== undefined && typeof value !== 'function' && !name.startsWith('_')
		)
	);
}

/** the placeholder for the folder of the client's files; Python replaces it, because it depends on the page's path */
const ASSETS = '%sveltekit.assets%';

/**
 * The inlined style sheets. Those with URLs in them are functions of the assets' folder.
 *
 * @param {SSRNode} node
 * @param {string} app_dir
 */
function inline_styles(node, app_dir) {
	const styles = Object.entries(node.inline_styles?.() ?? {});
	return Object.fromEntries(
		styles.map(([file, css]) => [
			file,
			typeof css === 'string' ? css : css(`${ASSETS}/${app_dir}/immutable/assets`, ASSETS)
		])
	);
}

/**
 * @param {Route} route
 * @returns {RouteDescription}
 */
export function describe_route({ id, pattern, params, page, endpoint }) {
	return {
		id,
		pattern: pattern.source,
		params: params.map(describe_param),
		page: page && page_indexes(page),
		endpoint: Boolean(endpoint)
	};
}

/**
 * @param {RouteParam} param
 * @returns {RouteParam}
 */
function describe_param({ name, matcher, optional, rest, chained }) {
	return { name, matcher: matcher ?? null, optional, rest, chained };
}

/**
 * @param {PageNodeIndexes} page
 * @returns {PageIndexes}
 */
function page_indexes({ layouts, errors, leaf }) {
	return { layouts: without_holes(layouts), errors: without_holes(errors), leaf };
}

/**
 * @template T
 * @param {Array<T | undefined>} [list]
 * @returns {Array<T | null>}
 */
function without_holes(list = []) {
	return Array.from(list, (each) => each ?? null);
}

if (process.argv[1] === import.meta.filename && process.send) {
	process.send(await describe_output(process.argv[2]), () => process.exit(0));
}
