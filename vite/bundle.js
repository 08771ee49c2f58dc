/** @import { Plugin, Rolldown, ViteBuilder } from 'vite' */
/** @import { Project } from './project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { pack } from './pack.js';
import { positions } from './positions.js';
import { replace_module, resolve_own } from './resolve.js';
import { is_stateless, shared_chunks } from './shared.js';

const SSR = 'lissome_ssr';
const PRELUDE = 'lissome_prelude';

/** named chunks of the bundle besides the nodes: each is a file of ./isolate */
const PARTS = ['gate', 'render', 'errors', 'call', 'env'];

/**
 * Makes the bundle for V8, in a Vite environment of its own: `$app/*`, aliases, defines and assets are
 * resolved by kit's own plugins, so they agree with the browser's.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function bundle_plugin(project) {
	return {
		name: 'lissome:bundle',
		apply: 'build',
		enforce: 'pre',
		sharedDuringBuild: true,
		config: {
			order: 'post',
			handler: () => ({
				environments: { [SSR]: environment(project, 'ssr'), [PRELUDE]: environment(project, 'prelude') },
				// advice on the speed of plugins is not for those who build an app
				build: { rolldownOptions: { checks: { pluginTimings: false } } }
			})
		},
		resolveId: {
			handler(id, importer, options) {
				if (!is_ours(this.environment.name)) return;
				if (id.startsWith('lissome:')) return resolve_own(id, project);
				if (id === 'node:async_hooks') return `${project.here}/isolate/async_hooks.js`;
				// without the tables of legacy multi-byte encodings, which only matter to pages that are not UTF-8
				if (id === '@exodus/bytes/encoding.js') return this.resolve('@exodus/bytes/encoding-lite.js', importer, options);
				return replace_module(this, id, importer, options, project);
			}
		},
		load: {
			filter: { id: /^\0lissome:/ },
			handler: (id) => (id === '\0lissome:hooks' || id === '\0lissome:params' ? 'export {};' : undefined)
		},
		buildApp: {
			// after kit's own build, before its adapter step
			order: 'post',
			handler: (builder) => build_scripts(builder, project)
		}
	};
}

/** @param {string} name */
const is_ours = (name) => name === SSR || name === PRELUDE;

/**
 * @param {Project} project
 * @param {string} name
 */
function environment(project, name) {
	return {
		consumer: /** @type {const} */ ('server'),
		keepProcessEnv: false,
		define: {
			// kit sets these for each of its own environments
			__SVELTEKIT_HAS_SERVER_LOAD__: 'true',
			__SVELTEKIT_HAS_UNIVERSAL_LOAD__: 'true',
			__SVELTEKIT_PAYLOAD__: '{}'
		},
		resolve: {
			noExternal: true,
			// `workerd` picks the server files of kit's runtime without Node's modules
			conditions: ['svelte', 'workerd', 'module', 'production'],
			builtins: []
		},
		build: {
			outDir: `${project.output}/.${name}`,
			emptyOutDir: true,
			copyPublicDir: false,
			ssr: true,
			write: false,
			manifest: false,
			minify: name === 'prelude', // the app's own code stays readable in stacks
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
					format: /** @type {const} */ ('cjs'),
					entryFileNames: '[name].js',
					chunkFileNames: 'c/[name].js',
					generatedCode: { symbols: false },
					codeSplitting: {
						includeDependenciesRecursively: false,
						groups: [{ name: 'shared', test: (id) => is_stateless(id, project) }]
					}
				},
				transform: { define: { 'import.meta': '{}' } }
			}
		}
	};
}

/**
 * @param {ViteBuilder} builder
 * @param {Project} project
 */
async function build_scripts(builder, project) {
	const folder = `${project.output}/server`;
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const prelude = await build_environment(builder, PRELUDE, { prelude: `${project.here}/prelude/index.js` });
	fs.writeFileSync(`${folder}/prelude.js`, `(function () {\n'use strict';\n${prelude[0].code}\n})();\n//# sourceURL=prelude.js\n`);
	const chunks = await build_environment(builder, SSR, inputs(project));
	const { code, map } = pack(chunks, (starts) => positions(chunks, starts, project), shared_chunks(chunks, project));
	fs.writeFileSync(`${folder}/ssr.js`, code);
	fs.writeFileSync(`${folder}/ssr.js.map`, JSON.stringify(map));
}

/**
 * @param {Project} project
 * @returns {Record<string, string>}
 */
function inputs(project) {
	const parts = PARTS.map((name) => [name, `${project.here}/isolate/${name}.js`]);
	const nodes = node_files(project).map(([index, file]) => [`n${index}`, file]);
	return Object.fromEntries([...parts, ['hooks', 'lissome:hooks'], ['params', 'lissome:params'], ...nodes]);
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
 * @param {string} name
 * @param {Record<string, string>} input
 * @returns {Promise<Rolldown.OutputChunk[]>}
 */
async function build_environment(builder, name, input) {
	const environment = builder.environments[name];
	environment.config.build.rolldownOptions.input = input;
	const { output } = /** @type {Rolldown.RolldownOutput} */ (await builder.build(environment));
	return output.filter((chunk) => chunk.type === 'chunk');
}
