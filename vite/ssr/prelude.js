/** @import { Plugin, Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { hash } from '../files.js';
import { all_parts } from './prelude_parts.js';

/** the part with the tables of the multi-byte encodings that were used before UTF-8: half a megabyte */
const LEGACY = 'legacy_encodings';

/** without those tables */
const LITE = [{ find: /^@exodus\/bytes\/encoding\.js$/, replacement: '@exodus/bytes/encoding-lite.js' }];

const CONDITIONS = ['workerd', 'module', 'production'];

/** the module that imports the prelude and its parts */
const ENTRY = '\0lissome:prelude';

/**
 * Make the script with the Web APIs that V8 lacks. It is kept, because making it takes a second.
 *
 * @param {Project} project
 * @param {string[]} [parts] of those in prelude_parts.js; all, unless it is said which an app needs
 * @returns {Promise<string>}
 */
export async function make_prelude({ package_folder, root }, parts = all_parts()) {
	const cache = path.join(root, '.lissome', `prelude-${cache_key(package_folder, parts)}.js`);
	if (fs.existsSync(cache)) return fs.readFileSync(cache, 'utf8');
	const code = await bundle(package_folder, parts);
	const script = `(function () {\n'use strict';\n${code}\n})();\n//# sourceURL=prelude.js\n`;
	fs.writeFileSync(`${cache}.new`, script);
	fs.renameSync(`${cache}.new`, cache);
	return script;
}

/**
 * A hash of the prelude's sources, of the versions of its packages, and of its parts.
 *
 * @param {string} package_folder
 * @param {string[]} parts
 * @returns {string}
 */
function cache_key(package_folder, parts) {
	const folder = path.join(package_folder, 'prelude');
	const sources = /** @type {string[]} */ (fs.readdirSync(folder, { recursive: true }))
		.filter((name) => name.endsWith('.js'))
		.toSorted()
		.map((name) => path.join(folder, name));
	const files = [...sources, path.join(package_folder, 'package.json')];
	return hash([...parts, ...files.map((file) => fs.readFileSync(file, 'utf8'))].join('\0'));
}

/**
 * @param {string} package_folder
 * @param {string[]} parts
 */
async function bundle(package_folder, parts) {
	const { output } = /** @type {Rolldown.RolldownOutput} */ (
		await build({
			configFile: false,
			envFile: false,
			root: package_folder,
			logLevel: 'error',
			plugins: [entry_plugin(path.join(package_folder, 'prelude'), parts)],
			resolve: { alias: parts.includes(LEGACY) ? [] : LITE, conditions: CONDITIONS },
			ssr: { noExternal: true, resolve: { conditions: CONDITIONS } },
			build: {
				ssr: true,
				write: false,
				minify: true,
				target: 'es2024',
				rolldownOptions: {
					input: ENTRY,
					platform: 'neutral',
					output: { format: 'es', codeSplitting: false }
				}
			}
		})
	);
	return output[0].code;
}

/**
 * @param {string} folder
 * @param {string[]} parts
 * @returns {Plugin}
 */
function entry_plugin(folder, parts) {
	return {
		name: 'lissome:prelude',
		resolveId: { filter: { id: /^\0lissome:prelude$/ }, handler: (id) => id },
		load: {
			filter: { id: /^\0lissome:prelude$/ },
			handler: () =>
				['index', ...parts].map((name) => `import ${JSON.stringify(`${folder}/${name}.js`)};`).join('\n')
		}
	};
}
