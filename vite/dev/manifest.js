/** @import { Project } from '../project.js' */
/** @import { ViteDevServer } from 'vite' */
import { pathToFileURL } from 'node:url';
import { dev_csp } from './csp.js';
import { SSR } from '../ssr/environment.js';
import { describe_app, sizes } from '../build/manifest.js';
import { OPTIONS } from '../build/kit_output.js';
import { STAND_IN, write_stand_in } from '../python/params.js';

/**
 * manifest.json for dev, from the files as they are now. kit's generated modules are written along with it,
 * so that the numbers of nodes agree in all of them. What only running the app's universal modules can tell, Python
 * finds out in V8 (isolate/call.js, `exports`): `evaluate` says of which parts.
 *
 * @param {Project} project
 * @param {ViteDevServer} server
 */
export async function create_manifest(project, server) {
	const { kit, root } = project;
	const [{ default: create_manifest_data }, sync, utils] = await Promise.all(
		['core/sync/create_manifest_data/index.js', 'core/sync/sync.js', 'core/utils.js'].map((file) => import_kit(project, file))
	);
	if (kit.files.params.endsWith(STAND_IN)) write_stand_in(root);
	const data = create_manifest_data(kit, root);
	// only then, because it also writes the types of all routes
	if (has_other_routes(project, data)) sync.create(kit, root, data, false);
	// Vite's watcher may learn of all this later than Python's
	invalidate(server, `${kit.outDir}/generated/`, `${kit.files.src}/`);
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
	const assets = sizes(data.assets.map(({ file }) => file), kit.files.assets);
	const app = describe_app(output, project);
	const csp = { ...app.csp, directives: dev_csp(app.csp.directives, project.vite.server.port) };
	const unread = nodes.flatMap(({ index, options }) => (options === null ? [`u${index}`] : []));
	const evaluate = ['hooks', ...(data.params ? ['params'] : []), ...unread];
	return { ...app, csp, assets, mime_types: utils.get_mime_lookup(data), sources: {}, evaluate };
}

/**
 * Whether routes or nodes are others than when this was last asked.
 *
 * @param {Project} project
 * @param {{ nodes: any[], routes: any[] }} data kit's
 */
function has_other_routes(project, { nodes, routes }) {
	const files = nodes.map(({ component, server, universal }) => [component, server, universal]);
	const pages = routes.map(({ id, page, endpoint }) => [id, page, endpoint?.file]);
	const before = project.known_routes;
	project.known_routes = JSON.stringify([files, pages]);
	return project.known_routes !== before;
}

/**
 * Have files of folders read anew when a render needs them.
 *
 * @param {ViteDevServer} server
 * @param {string[]} folders
 */
function invalidate(server, ...folders) {
	const { moduleGraph } = server.environments[SSR];
	for (const [file, modules] of moduleGraph.fileToModulesMap) {
		if (folders.some((folder) => file.startsWith(folder))) modules.forEach((module) => moduleGraph.invalidateModule(module));
	}
}

/**
 * Parts of kit that are not among its exports.
 *
 * @param {Project} project
 * @param {string} file
 */
function import_kit(project, file) {
	return import(pathToFileURL(`${project.kit_source}/${file}`).href);
}

/** @param {Project} project */
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
 * What a client that knows no routes has to be told of them.
 *
 * @param {Project} project
 * @param {any} data
 */
function client_routes({ kit }, { nodes, routes }) {
	if (kit.router.resolution !== 'server') return {};
	const folder = `/@fs/${kit.outDir.replace(/^\//, '')}/generated/dev/client/nodes`;
	const pair = (index) => (index === null ? null : [Boolean(nodes[index].server), index]);
	return {
		nodes: nodes.map(({ component, universal }, index) => (component || universal ? `${folder}/${index}.js` : null)),
		routes: routes
			.filter(({ page }) => page)
			.map(describe_route)
			.map(({ id, pattern, params, page }) => ({
				id,
				pattern,
				params,
				layouts: page.layouts.map(pair),
				errors: page.errors,
				leaf: pair(page.leaf)
			}))
	};
}

/**
 * @param {any} node
 * @param {number} index
 * @param {Project} project
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
 * The page options of a universal module, read from its text.
 *
 * @param {string} file
 * @param {Project} project
 * @returns {Promise<Record<string, unknown> | null>} null: only running it can tell
 */
async function universal_options(file, project) {
	const { get_page_options } = await import_kit(project, 'exports/vite/static_analysis/index.js');
	const options = get_page_options(file, project.root);
	return options && Object.fromEntries(OPTIONS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/** @param {any} route */
function describe_route({ id, pattern, params, page, endpoint }) {
	const indexes = page && {
		layouts: Array.from(page.layouts, (index) => index ?? null),
		errors: Array.from(page.errors, (index) => index ?? null),
		leaf: page.leaf
	};
	const described = params.map(({ name, matcher, optional, rest, chained }) => ({ name, matcher: matcher ?? null, optional, rest, chained }));
	return { id, pattern: pattern.source, params: described, page: indexes ?? null, endpoint: Boolean(endpoint) };
}
