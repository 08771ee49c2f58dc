/** @import { Project } from './project.js' */
/** @import { Renders } from './dev_graph.js' */
import { pathToFileURL } from 'node:url';
import { dev_csp } from './dev_csp.js';
import { Host } from './isolate/host.js';
import { describe_app, sizes } from './manifest.js';
import { STAND_IN, write_stand_in } from './params.js';

const OPTIONS = ['ssr', 'csr', 'prerender', 'trailingSlash', 'config'];

/**
 * manifest.json for dev, from the files as they are now. kit's generated modules are written along with it,
 * so that the numbers of nodes agree in all of them.
 *
 * @param {Project} project
 * @param {Renders} renders
 */
export async function create_manifest(project, renders) {
	const { kit, root } = project;
	const [{ default: create_manifest_data }, sync, utils] = await Promise.all(
		['core/sync/create_manifest_data/index.js', 'core/sync/sync.js', 'core/utils.js'].map((file) => import_kit(project, file))
	);
	if (kit.files.params.endsWith(STAND_IN)) write_stand_in(root);
	const data = create_manifest_data(kit, root);
	// only then, because it also writes the types of all routes
	if (renders.has_other_routes(data)) sync.create(kit, root, data, false);
	// Vite's watcher may learn of all this later than Python's
	renders.refresh(`${kit.outDir}/generated/`, `${kit.files.src}/`);
	const { hooks, params } = await universal_exports(renders, data);
	const output = {
		client: { ...client(project, utils), ...client_routes(project, data) },
		nodes: await Promise.all(data.nodes.map((node, index) => describe_node(node, index, project, renders))),
		routes: data.routes.filter(({ page, endpoint }) => page || endpoint).map(describe_route),
		assets: [],
		matchers: Object.keys(params),
		transport: Object.keys(hooks.transport ?? {}),
		reroute: typeof hooks.reroute === 'function'
	};
	const assets = sizes(data.assets.map(({ file }) => file), kit.files.assets);
	const app = describe_app(output, project);
	const csp = { ...app.csp, directives: dev_csp(app.csp.directives, project.vite.server.port) };
	return { ...app, csp, assets, mime_types: utils.get_mime_lookup(data), sources: {} };
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
 * @param {Renders} renders
 * @param {any} data
 */
async function universal_exports(renders, data) {
	const hooks = await exports_of(renders, renders.file('hooks'));
	const { params = {} } = data.params ? await exports_of(renders, renders.file('params')) : {};
	return { hooks, params };
}

/**
 * @param {Renders} renders
 * @param {string | undefined} file
 * @returns {Promise<any>}
 */
async function exports_of(renders, file) {
	if (!file) return {};
	const { runner } = renders.graph(new Host({ locate: renders.locate, drawing: null }));
	try {
		return { ...(await runner.import(file)) };
	} finally {
		await runner.close();
	}
}

/**
 * @param {any} node
 * @param {number} index
 * @param {Project} project
 * @param {Renders} renders
 */
async function describe_node({ component, server, universal }, index, project, renders) {
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
		options: universal ? await universal_options(universal, project, renders) : {}
	};
}

/**
 * The page options of a universal module: read from its text where that is possible, because a page with
 * `ssr = false` may need a browser to run.
 *
 * @param {string} file
 * @param {Project} project
 * @param {Renders} renders
 */
async function universal_options(file, project, renders) {
	const { get_page_options } = await import_kit(project, 'exports/vite/static_analysis/index.js');
	const options = get_page_options(file, project.root) ?? (await exports_of(renders, `${project.root}/${file}`));
	return Object.fromEntries(OPTIONS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
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
