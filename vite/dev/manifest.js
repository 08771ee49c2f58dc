/** @import { EnvironmentModuleGraph, ViteDevServer } from 'vite' */
/** @import { ClientData, ManifestData } from '../kit.js' */
/** @import { Project } from '../project.js' */
/** @import { ClientDescription, NodeDescription } from '../build/kit_output.js' */
import { pathToFileURL } from 'node:url';
import { chosen_options, describe_route } from '../build/kit_output.js';
import { describe_app, sizes } from '../build/manifest.js';
import { PARAMS_STUB, write_params_stub } from '../python/params.js';
import { SSR } from '../ssr/environment.js';
import { dev_csp } from './csp.js';

/**
 * Make the manifest for dev, from the files as they are now. kit's generated modules are written along with it, so that
 * the numbers of nodes agree in all of them. Some facts are known only after the app's universal modules have run:
 * `evaluate` lists the entries that Python has to evaluate in V8 for that (isolate/call.js, `exports`).
 *
 * @param {Project} project
 * @param {ViteDevServer} server
 */
export async function create_manifest(project, server) {
	const { kit, root } = project;
	const [{ default: create_manifest_data }, sync, utils] = await Promise.all(
		['core/sync/create_manifest_data/index.js', 'core/sync/sync.js', 'core/utils.js'].map((file) =>
			import_kit(project, file)
		)
	);
	if (kit.files.params.endsWith(PARAMS_STUB)) write_params_stub(root);
	/** @type {ManifestData} */
	const data = create_manifest_data(kit, root);
	// only if something changed, because it also writes the types of all routes
	if (has_other_routes(project, data)) sync.create(kit, root, data, false);
	// Vite's watcher may notice these files later than Python's
	invalidate(server.environments[SSR].moduleGraph, [`${kit.outDir}/generated/`, `${kit.files.src}/`]);
	project.universal_modules = data.nodes.map(({ universal }) => universal && `${root}/${universal}`);
	const nodes = await Promise.all(data.nodes.map((node, index) => describe_node(node, index, project)));
	const output = {
		client: { ...client(project, utils), ...client_routes(project, data) },
		nodes,
		routes: data.routes.filter(({ page, endpoint }) => page || endpoint).map(describe_route),
		assets: [],
		matchers: [],
		transport: [],
		reroute: false
	};
	const assets = sizes(
		data.assets.map(({ file }) => file),
		kit.files.assets
	);
	const app = describe_app(output, project);
	const csp = { ...app.csp, directives: dev_csp(app.csp.directives, project.vite.server.port) };
	const unread = nodes.flatMap(({ index, options }) => (options === null ? [`u${index}`] : []));
	const evaluate = ['hooks', ...(data.params ? ['params'] : []), ...unread];
	return {
		...app,
		csp,
		assets,
		mime_types: utils.get_mime_lookup(data),
		sources: {},
		evaluate,
		problems: problems(app, project),
		allowed_hosts: project.vite.server.allowedHosts
	};
}

/**
 * What is wrong with Python files, as far as their texts tell. A syntax error is not among it: importing the file says
 * that better.
 *
 * @param {ReturnType<typeof describe_app>} app
 * @param {Project} project
 * @returns {Record<string, string>} by file
 */
function problems({ nodes, routes }, project) {
	const files = [...nodes.map(({ server }) => server), ...routes.map(({ endpoint }) => endpoint)].filter(
		(file) => file !== null
	);
	/** @type {Record<string, string>} */
	const found = {};
	for (const file of files) {
		const { error } = project.analyser.module(`${project.root}/${file}`);
		if (error && !error.message.startsWith('SyntaxError:'))
			found[file] = `${file}:${error.line} ${error.message}\n${error.frame}`;
	}
	return found;
}

/**
 * True if routes or nodes have changed since the last call.
 *
 * @param {Project} project
 * @param {ManifestData} data
 */
function has_other_routes(project, { nodes, routes }) {
	const files = nodes.map(({ component, server, universal }) => [component, server, universal]);
	const pages = routes.map(({ id, page, endpoint }) => [id, page, endpoint?.file]);
	const before = project.known_routes;
	project.known_routes = JSON.stringify([files, pages]);
	return project.known_routes !== before;
}

/**
 * Have Vite transform the files of these folders anew when a render needs them.
 *
 * @param {EnvironmentModuleGraph} modules
 * @param {string[]} folders
 */
function invalidate(modules, folders) {
	for (const [file, nodes] of modules.fileToModulesMap) {
		if (folders.some((folder) => file.startsWith(folder)))
			nodes.forEach((node) => modules.invalidateModule(node));
	}
}

/**
 * Import a module of kit that is not among its exports.
 *
 * @param {Project} project
 * @param {string} file
 * @returns {Promise<Record<string, any>>} any: these functions of kit's have no published types
 */
function import_kit(project, file) {
	return import(pathToFileURL(`${project.kit_source}/${file}`).href);
}

/**
 * @param {Project} project
 * @param {Record<string, any>} utils kit's core/utils.js
 * @returns {ClientData}
 */
function client({ kit, root }, { get_runtime_base }) {
	return {
		start: `${get_runtime_base(root)}/client/entry.js`,
		app: `/@fs/${kit.outDir.replace(/^\//, '')}/generated/dev/client/app.js`,
		imports: [],
		stylesheets: [],
		fonts: [],
		uses_env_dynamic_public: true
	};
}

/**
 * The routes and nodes, for a client that asks the server for each route.
 *
 * @param {Project} project
 * @param {ManifestData} data
 * @returns {Pick<ClientDescription, 'nodes' | 'routes'>}
 */
function client_routes({ kit }, { nodes, routes }) {
	if (kit.router.resolution !== 'server') return {};
	const folder = `/@fs/${kit.outDir.replace(/^\//, '')}/generated/dev/client/nodes`;
	const pair = (/** @type {number | null} */ index) =>
		index === null ? null : [Boolean(nodes[index].server), index];
	return {
		nodes: nodes.map(({ component, universal }, index) =>
			component || universal ? `${folder}/${index}.js` : null
		),
		routes: routes.flatMap((route) => {
			const { id, pattern, params, page } = describe_route(route);
			return page
				? [
						{
							id,
							pattern,
							params,
							layouts: page.layouts.map(pair),
							errors: page.errors,
							leaf: pair(page.leaf)
						}
					]
				: [];
		})
	};
}

/**
 * @param {ManifestData['nodes'][number]} node
 * @param {number} index
 * @param {Project} project
 * @returns {Promise<NodeDescription>}
 */
async function describe_node({ component, server, universal }, index, project) {
	return {
		index,
		imports: [],
		stylesheets: [],
		fonts: [],
		inline_styles: {},
		component: component !== undefined,
		server: server ?? null,
		universal: universal ?? null,
		universal_load: universal !== undefined,
		options: universal ? await universal_options(universal, project) : {}
	};
}

/**
 * Read the page options of a universal module from its text.
 *
 * @param {string} file
 * @param {Project} project
 * @returns {Promise<Record<string, unknown> | null>} null: only running it can tell
 */
async function universal_options(file, project) {
	const { get_page_options } = await import_kit(project, 'exports/vite/static_analysis/index.js');
	const options = get_page_options(file, project.root);
	return options && chosen_options(options);
}
