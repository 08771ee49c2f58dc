/** @import { Plugin, Rolldown, ViteBuilder } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { packable } from './chunks.js';
import { ENTRIES, resolve_options, SSR } from '../ssr/environment.js';
import { locator } from '../isolate/stack_frames.js';
import { warn_of_missing_names } from './missing_globals.js';
import { NODE_FILE, with_file } from '../ssr/node_component.js';
import { pack } from '../ssr/pack.js';
import { positions } from './source_positions.js';
import { make_prelude } from '../ssr/prelude.js';
import { load_own, resolve } from '../ssr/resolve.js';
import { is_stateless, shared_chunks } from '../ssr/stateless_modules.js';

/** what V8 calls the bundle in stacks */
const SCRIPT = 'ssr.js';

/**
 * Makes the bundle for V8, in a Vite environment of its own: `$app/*`, aliases, defines and assets are
 * resolved by kit's own plugins, so they agree with the browser's.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function bundle_plugin(project) {
	/** @type {Map<string, string[]>} which modules import each module, known once the bundle is made */
	const importers = new Map();
	return {
		name: 'lissome:bundle',
		apply: 'build',
		enforce: 'pre',
		sharedDuringBuild: true,
		config: {
			order: 'post',
			handler: () => ({
				environments: { [SSR]: environment(project) },
				// advice on the speed of plugins is not for those who build an app
				build: { rolldownOptions: { checks: { pluginTimings: false } } }
			})
		},
		resolveId: {
			handler(id, importer, options) {
				if (this.environment.name === SSR) return resolve(this, id, importer, options, project);
			}
		},
		load: {
			filter: { id: /^\0lissome:/ },
			handler: load_own
		},
		transform: {
			filter: { id: NODE_FILE },
			handler(code, id) {
				if (this.environment.name === SSR) return with_file(code, id, project);
			}
		},
		generateBundle() {
			if (this.environment.name !== SSR) return;
			for (const id of this.getModuleIds()) {
				const info = this.getModuleInfo(id);
				importers.set(id, [...(info?.importers ?? []), ...(info?.dynamicImporters ?? [])]);
			}
		},
		buildApp: {
			// after kit's own build, before its adapter step
			order: 'post',
			handler: (builder) => build_scripts(builder, (id) => importers.get(id) ?? [], project)
		}
	};
}

/** @param {Project} project */
function environment(project) {
	return {
		consumer: /** @type {const} */ ('server'),
		keepProcessEnv: false,
		define: {
			// kit sets these for each of its own environments
			__SVELTEKIT_HAS_SERVER_LOAD__: 'true',
			__SVELTEKIT_HAS_UNIVERSAL_LOAD__: 'true',
			__SVELTEKIT_PAYLOAD__: '{}'
		},
		resolve: resolve_options('production'),
		build: {
			outDir: `${project.output}/.ssr`,
			emptyOutDir: true,
			copyPublicDir: false,
			ssr: true,
			write: false,
			manifest: false,
			minify: false, // the app's own code stays readable in stacks
			sourcemap: /** @type {const} */ ('hidden'),
			target: 'es2024',
			emitAssets: false,
			ssrEmitAssets: false,
			rolldownOptions: {
				input: {}, // set in build_scripts, once kit knows its nodes
				platform: /** @type {const} */ ('neutral'),
				preserveEntrySignatures: /** @type {const} */ ('allow-extension'),
				// kit does not say so, but importing its modules does nothing by itself
				treeshake: { moduleSideEffects: (id) => !id.startsWith(project.kit_source) },
				output: {
					format: /** @type {const} */ ('es'),
					entryFileNames: '[name].js',
					chunkFileNames: 'c/[name].js',
					generatedCode: { symbols: false },
					codeSplitting: {
						includeDependenciesRecursively: false,
						groups: [{ name: 'shared', test: (id) => is_stateless(id, project) }]
					}
				}
			}
		}
	};
}

/**
 * @param {ViteBuilder} builder
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 */
async function build_scripts(builder, importers_of, project) {
	const folder = `${project.output}/server`;
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(`${folder}/prelude.js`, await make_prelude(project));
	const chunks = await build_environment(builder, project);
	warn_of_missing_names(chunks, importers_of, project);
	const { modules, entries } = await packable(chunks, project);
	const locate = (/** @type {number[]} */ starts) => `(${locator})(${JSON.stringify(positions(modules, starts, importers_of, project))}, ${JSON.stringify(SCRIPT)})`;
	const { code, map } = pack(modules, entries, shared_chunks(chunks, project), SCRIPT, locate, true);
	fs.writeFileSync(`${folder}/ssr.js`, code);
	fs.writeFileSync(`${folder}/ssr.js.map`, JSON.stringify(map));
}

/**
 * @param {Project} project
 * @returns {Record<string, string>}
 */
function inputs(project) {
	const own = Object.entries(ENTRIES).map(([name, file]) => [name, `${project.package_folder}/isolate/${file}`]);
	const nodes = node_files(project).map(([index, file]) => [`n${index}`, file]);
	return Object.fromEntries([...own, ['hooks', 'lissome:hooks'], ['params', 'lissome:params'], ...nodes]);
}

/**
 * kit's module of each node, by number. kit has just written `output/server/nodes`, which therefore says how
 * many there are; the folder of the modules themselves can hold files of a former build.
 *
 * @param {Project} project
 * @returns {Array<[number, string]>}
 */
function node_files(project) {
	const out = project.kit.outDir;
	return fs
		.readdirSync(path.join(out, 'output/server/nodes'))
		.filter((name) => /^\d+\.js$/.test(name))
		.map((name) => /** @type {[number, string]} */ ([parseInt(name), path.join(out, 'generated/build/client-optimized/nodes', name)]))
		.filter(([, file]) => fs.existsSync(file))
		.sort(([a], [b]) => a - b);
}

/**
 * @param {ViteBuilder} builder
 * @param {Project} project
 * @returns {Promise<Rolldown.OutputChunk[]>}
 */
async function build_environment(builder, project) {
	const environment = builder.environments[SSR];
	environment.config.build.rolldownOptions.input = inputs(project);
	const { output } = /** @type {Rolldown.RolldownOutput} */ (await builder.build(environment));
	return output.filter((chunk) => chunk.type === 'chunk');
}
