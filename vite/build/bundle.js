/** @import { EnvironmentOptions, Plugin, Rolldown, ViteBuilder } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { ENTRIES, process_options, resolve_options, SSR } from '../ssr/environment.js';
import { stack_mapper } from '../isolate/stack_frames.js';
import { NODE_MODULE, with_component_file } from '../ssr/node_component.js';
import { pack } from '../ssr/pack.js';
import { load_own, resolve } from '../ssr/resolve.js';
import { is_stateless, shared_chunks } from '../ssr/stateless_modules.js';
import { app_prelude } from './app_prelude.js';
import { packable } from './chunks.js';
import { source_positions } from './source_positions.js';
import { warn } from './warnings.js';

/** what V8 calls the bundle in stacks */
const SCRIPT = 'ssr.js';

/**
 * Builds the bundle for V8, in a Vite environment of its own: kit's own plugins resolve `$app/*`, aliases, defines and
 * assets, so they agree with the browser's.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function bundle_plugin(project) {
	/** @type {Map<string, string[]>} the modules that import each module; known once the bundle is generated */
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
				// advice on the speed of plugins does not concern the people who build an app
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
			handler: (id) => load_own(id, project)
		},
		transform: {
			filter: { id: NODE_MODULE },
			handler(code, id) {
				if (this.environment.name === SSR) return with_component_file(code, id, project);
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
			handler: (builder) => write_scripts(builder, (id) => importers.get(id) ?? [], project)
		}
	};
}

/**
 * @param {Project} project
 * @returns {EnvironmentOptions}
 */
function environment(project) {
	const { define, keepProcessEnv } = process_options('production');
	return {
		consumer: 'server',
		keepProcessEnv,
		define: {
			...define,
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
			sourcemap: 'hidden',
			target: 'es2024',
			emitAssets: false,
			ssrEmitAssets: false,
			rolldownOptions: {
				input: {}, // set by build_environment, once kit knows its nodes
				platform: 'neutral',
				preserveEntrySignatures: 'allow-extension',
				// a package may ask another one for what only its build for Node has; kit's own builds refuse an app's mistakes
				shimMissingExports: true,
				checks: { shimmedExport: false },
				// kit does not say so, but importing its modules does nothing by itself
				treeshake: { moduleSideEffects: (id) => !id.startsWith(project.kit_source) },
				output: {
					format: 'es',
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
 * Write prelude.js and ssr.js, which V8 runs.
 *
 * @param {ViteBuilder} builder
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 */
async function write_scripts(builder, importers_of, project) {
	const folder = `${project.output}/server`;
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const chunks = await build_environment(builder, project);
	fs.writeFileSync(`${folder}/prelude.js`, await app_prelude(chunks, project));
	warn(chunks, importers_of, project);
	const { modules, entries } = await packable(chunks, project);
	const mapper = (/** @type {number[]} */ starts) => {
		const table = source_positions(modules, starts, importers_of, project);
		return `(${stack_mapper})(${JSON.stringify(table)}, ${JSON.stringify(SCRIPT)})`;
	};
	const { code, map } = pack(modules, entries, shared_chunks(chunks, project), SCRIPT, mapper, true);
	fs.writeFileSync(`${folder}/ssr.js`, code);
	fs.writeFileSync(`${folder}/ssr.js.map`, JSON.stringify(map));
}

/**
 * The files of the bundle's entries, by name.
 *
 * @param {Project} project
 * @returns {Record<string, string>}
 */
function inputs(project) {
	const own = Object.entries(ENTRIES).map(([name, file]) => [
		name,
		`${project.package_folder}/isolate/${file}`
	]);
	const nodes = node_modules(project).map(([index, file]) => [`n${index}`, file]);
	return Object.fromEntries([...own, ['hooks', 'lissome:hooks'], ['params', 'lissome:params'], ...nodes]);
}

/**
 * kit's generated module of each node, by number. kit has just written `output/server/nodes`, so the files there tell
 * how many nodes there are; the folder of the modules themselves can hold files of a former build.
 *
 * @param {Project} project
 * @returns {Array<[number, string]>}
 */
function node_modules(project) {
	const out = project.kit.outDir;
	return fs
		.readdirSync(path.join(out, 'output/server/nodes'))
		.filter((name) => /^\d+\.js$/.test(name))
		.map(
			(name) =>
				/** @type {[number, string]} */ ([
					Number(name.replace('.js', '')),
					path.join(out, 'generated/build/client-optimized/nodes', name)
				])
		)
		.filter(([, file]) => fs.existsSync(file))
		.toSorted(([a], [b]) => a - b);
}

/**
 * @param {ViteBuilder} builder
 * @param {Project} project
 * @returns {Promise<Rolldown.OutputChunk[]>}
 */
async function build_environment(builder, project) {
	const ssr = builder.environments[SSR];
	ssr.config.build.rolldownOptions.input = inputs(project);
	const { output } = /** @type {Rolldown.RolldownOutput} */ (await builder.build(ssr));
	return output.filter((chunk) => chunk.type === 'chunk');
}
