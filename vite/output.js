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
 */

const OPTIONS = ['ssr', 'csr', 'prerender', 'trailingSlash', 'config'];

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
	return {
		client: client(manifest.client),
		nodes: await Promise.all(manifest.nodes.map(async (node) => describe_node(await node()))),
		routes: manifest.routes.map(route),
		assets: [...manifest.assets],
		matchers: Object.keys(params ?? {}),
		transport: Object.keys(hooks.transport ?? {}),
		reroute: typeof hooks.reroute === 'function'
	};
}

/** Only the absence of the entry itself is normal. */
function missing(error) {
	if (error.code === 'ERR_MODULE_NOT_FOUND' && /[/\\]entries[/\\](?:hooks\.universal|params)\.js$/.test(fileURLToPath(error.url ?? 'file:///'))) return {};
	throw error;
}

function client(given) {
	if (!given?.routes) return given;
	return { ...given, routes: given.routes.map((route) => ({ ...route, pattern: route.pattern.source })) };
}

function describe_node(node) {
	return {
		index: node.index,
		imports: node.imports,
		stylesheets: node.stylesheets,
		fonts: node.fonts,
		inline_styles: inline_styles(node),
		component: node.component !== undefined,
		server: node.server_id ?? null,
		universal: node.universal_id ?? null,
		universal_load: node.universal?.load !== undefined,
		options: Object.fromEntries(OPTIONS.filter((key) => node.universal?.[key] !== undefined).map((key) => [key, node.universal[key]]))
	};
}

/** Sheets with URLs in them are functions of where the assets are. */
function inline_styles(node) {
	const styles = Object.entries(node.inline_styles?.() ?? {});
	return Object.fromEntries(styles.map(([file, css]) => [file, typeof css === 'string' ? css : css('/_app/immutable/assets', '')]));
}

function route({ id, pattern, params, page, endpoint }) {
	return { id, pattern: pattern.source, params: params.map(param), page: page && page_indexes(page), endpoint: Boolean(endpoint) };
}

function param({ name, matcher, optional, rest, chained }) {
	return { name, matcher: matcher ?? null, optional, rest, chained };
}

/** Array.from turns holes into undefined, which JSON then writes as null. */
function page_indexes({ layouts, errors, leaf }) {
	return { layouts: Array.from(layouts, (i) => i ?? null), errors: Array.from(errors, (i) => i ?? null), leaf };
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
	process.send(await describe(process.argv[2]), () => process.exit(0));
}
