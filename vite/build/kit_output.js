import { fork } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {object} Output what kit's build says about the app, in terms of JSON
 * @property {any} client
 * @property {any[]} nodes
 * @property {any[]} routes
 * @property {string[]} assets
 * @property {string[]} matchers
 * @property {string[]} transport
 * @property {boolean} reroute
 * @property {Record<string, { public: boolean, static: boolean }>} env what src/env.js declares
 */

/** page options of universal modules */
export const OPTIONS = ['ssr', 'csr', 'prerender', 'trailingSlash', 'config'];

/**
 * Read kit's server output. Its modules import the app's universal ones, so a process of its own does
 * it: whatever they start there ends with that process.
 *
 * @param {string} folder
 * @returns {Promise<Output>}
 */
export function read_output(folder) {
	return new Promise((resolve, reject) => {
		const child = fork(fileURLToPath(import.meta.url), [path.resolve(folder)], { serialization: 'json' });
		let output;
		child.on('message', (message) => (output = message));
		child.on('error', reject);
		child.on('exit', (code) => (output ? resolve(output) : reject(new Error(`reading kit's output failed (exit code ${code})`))));
	});
}

/**
 * @param {string} folder
 * @returns {Promise<Output>}
 */
async function describe(folder) {
	const load = (name) => import(pathToFileURL(path.join(folder, name)).href);
	const { manifest } = await load('manifest-full.js');
	const hooks = await load('entries/hooks.universal.js').catch(missing);
	const { params } = await load('entries/params.js').catch(missing);
	const { variables } = await load('env.js');
	return {
		client: client(manifest.client),
		nodes: await Promise.all(manifest.nodes.map(async (node) => describe_node(await node(), manifest.app_dir))),
		routes: manifest.routes.map(route),
		assets: [...manifest.assets],
		matchers: Object.keys(params ?? {}),
		transport: Object.keys(hooks.transport ?? {}),
		reroute: typeof hooks.reroute === 'function',
		env: describe_env(variables)
	};
}

/** Only the absence of the entry itself is normal. */
function missing(error) {
	if (error.code === 'ERR_MODULE_NOT_FOUND' && /[/\\]entries[/\\](?:hooks\.universal|params)\.js$/.test(fileURLToPath(error.url ?? 'file:///'))) return {};
	throw error;
}

function client(given) {
	if (!given?.routes) return given;
	return { ...given, nodes: entries(given.nodes), css: entries(given.css), routes: given.routes.map(client_route) };
}

/** What __route.js says of a page: each node with whether it has a server load. */
function client_route({ id, pattern, params, layouts, errors, leaf }) {
	return { id, pattern: pattern.source, params: params.map(param), layouts: entries(layouts), errors: entries(errors), leaf };
}

/** Names and kinds alone: values are no business of the build. */
export function describe_env(variables) {
	const declared = Object.entries(variables ?? {});
	return Object.fromEntries(declared.map(([name, { public: is_public = false, static: is_static = false }]) => [name, { public: is_public, static: is_static }]));
}

function describe_node(node, app_dir) {
	return {
		index: node.index,
		imports: node.imports,
		stylesheets: node.stylesheets,
		fonts: node.fonts,
		inline_styles: inline_styles(node, app_dir),
		component: node.component !== undefined,
		server: node.server_id ?? null,
		universal: node.universal_id ?? null,
		universal_load: node.universal?.load !== undefined,
		options: Object.fromEntries(OPTIONS.filter((key) => node.universal?.[key] !== undefined).map((key) => [key, node.universal[key]]))
	};
}

/** what stands for the folder of the client's files, until Python knows the page's path */
const ASSETS = '%sveltekit.assets%';

/** Sheets with URLs in them are functions of where the assets are. */
function inline_styles(node, app_dir) {
	const styles = Object.entries(node.inline_styles?.() ?? {});
	return Object.fromEntries(styles.map(([file, css]) => [file, typeof css === 'string' ? css : css(`${ASSETS}/${app_dir}/immutable/assets`, ASSETS)]));
}

function route({ id, pattern, params, page, endpoint }) {
	return { id, pattern: pattern.source, params: params.map(param), page: page && page_indexes(page), endpoint: Boolean(endpoint) };
}

function param({ name, matcher, optional, rest, chained }) {
	return { name, matcher: matcher ?? null, optional, rest, chained };
}

function page_indexes({ layouts, errors, leaf }) {
	return { layouts: entries(layouts), errors: entries(errors), leaf };
}

/** Array.from turns holes into undefined, which JSON then writes as null. */
function entries(list) {
	return Array.from(list, (entry) => entry ?? null);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
	process.send(await describe(process.argv[2]), () => process.exit(0));
}
