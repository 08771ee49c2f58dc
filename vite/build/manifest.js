/** @import { Builder } from '@sveltejs/kit' */
/** @import { Project } from '../project.js' */
/** @import { Analyser } from '../python/analyser.js' */
/** @import { KitOutput } from './kit_output.js' */
import fs from 'node:fs';
import path from 'node:path';
import { PYTHON_MATCHERS } from '../python/params.js';
import { read_kit_output } from './kit_output.js';
import { hash_sources } from './source_hashes.js';

/** the version of the manifest's format; src/lissome/manifest.py refuses others */
const FORMAT = 1;

/**
 * Write build/manifest.json: all that the Python server has to know of the build.
 *
 * @param {Builder} builder
 * @param {Project} project
 */
export async function write_manifest(builder, project) {
	const output = await read_kit_output(builder.getServerDirectory());
	const manifest = {
		...describe_app(output, project),
		assets: sizes(output.assets, builder.getClientDirectory()),
		mime_types: builder.mimeTypes,
		sources: hash_sources(project)
	};
	fs.writeFileSync(`${project.output}/manifest.json`, JSON.stringify(manifest, null, '\t'));
}

/**
 * The part of the manifest that does not depend on files of the build, and is the same in dev.
 *
 * @param {KitOutput} output
 * @param {Project} project
 */
export function describe_app(output, project) {
	return {
		...versions(project),
		...settings(project),
		templates: templates(project),
		hooks: hooks(output, project),
		client: output.client,
		nodes: nodes(output, project),
		routes: routes(output, project),
		matchers: output.matchers,
		env: output.env,
		prerendered: []
	};
}

/** @param {Project} project */
function versions(project) {
	const { version } = JSON.parse(fs.readFileSync(`${project.package_folder}/package.json`, 'utf8'));
	return {
		format: FORMAT,
		lissome: version,
		version: project.kit.version.name,
		global: JSON.parse(project.vite.define?.__SVELTEKIT_GLOBAL_NAME__)
	};
}

/** @param {Project} project */
function settings({ kit, vite, is_async }) {
	return {
		app_dir: kit.appDir,
		paths: { ...kit.paths, origin: kit.paths.origin ?? null },
		csp: kit.csp,
		csrf: { trusted_origins: kit.csrf.trustedOrigins },
		router: { resolution: kit.router.resolution },
		version_checks: kit.output.bundleStrategy !== 'inline',
		link_header_preload: kit.output.linkHeaderPreload,
		async_ssr: is_async,
		service_worker: vite.define?.__SVELTEKIT_SERVICE_WORKER__ === 'true'
	};
}

/** @param {Project} project */
function templates({ kit, kit_source }) {
	const { appTemplate, errorTemplate } = kit.files;
	const error = fs.existsSync(errorTemplate) ? errorTemplate : `${kit_source}/core/config/default-error.html`;
	return { app: fs.readFileSync(appTemplate, 'utf8'), error: fs.readFileSync(error, 'utf8') };
}

/**
 * @param {KitOutput} output
 * @param {Project} project
 */
function hooks(output, project) {
	const server = `${project.kit.files.hooks.server}.py`;
	const universal = project.universal_file('hooks');
	const matchers = fs.existsSync(path.join(project.root, PYTHON_MATCHERS)) ? PYTHON_MATCHERS : null;
	return {
		matchers,
		server: fs.existsSync(server) ? project.relative(server) : null,
		universal: universal ? project.relative(universal) : null,
		transport: output.transport,
		reroute: output.reroute
	};
}

/**
 * @param {KitOutput} output
 * @param {Project} project
 */
function nodes(output, project) {
	return output.nodes.map(({ options, ...node }) => {
		const exports = node.server ? exports_of(path.join(project.root, node.server), project.analyser) : null;
		return { ...node, exports, options: { ...exports?.options, ...options } };
	});
}

/**
 * @param {string} file
 * @param {Analyser} analyser
 */
function exports_of(file, analyser) {
	const { functions, actions, options } = analyser.module(file);
	return { load: 'load' in functions, actions, options };
}

/**
 * @param {KitOutput} output
 * @param {Project} project
 */
function routes(output, project) {
	return output.routes.map(({ endpoint, ...route }) => {
		if (!endpoint) return { ...route, endpoint: null, endpoint_options: null };
		// a route's id is its folder's path
		const file = path.join(project.kit.files.routes, route.id, '+server.py');
		return {
			...route,
			endpoint: project.relative(file),
			endpoint_options: project.analyser.module(file).options
		};
	});
}

/**
 * @param {string[]} files
 * @param {string} folder
 * @returns {Record<string, number>} in bytes
 */
export function sizes(files, folder) {
	return Object.fromEntries(files.map((file) => [file, fs.statSync(path.join(folder, file)).size]));
}
