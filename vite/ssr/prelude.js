/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { hash } from '../files.js';

/** without the tables of legacy multi-byte encodings, which only matter to pages that are not UTF-8 */
const LITE = [{ find: /^@exodus\/bytes\/encoding\.js$/, replacement: '@exodus/bytes/encoding-lite.js' }];

const CONDITIONS = ['workerd', 'module', 'production'];

/**
 * Make the script with the Web APIs that V8 lacks. It does not depend on the app, so it is made once for each version
 * of lissome.
 *
 * @param {Project} project
 * @returns {Promise<string>}
 */
export async function make_prelude({ package_folder, root }) {
	const cache = path.join(root, '.lissome', `prelude-${cache_key(package_folder)}.js`);
	if (fs.existsSync(cache)) return fs.readFileSync(cache, 'utf8');
	const script = `(function () {\n'use strict';\n${await bundle(package_folder)}\n})();\n//# sourceURL=prelude.js\n`;
	fs.writeFileSync(`${cache}.new`, script);
	fs.renameSync(`${cache}.new`, cache);
	return script;
}

/**
 * A hash of the prelude's sources and of the versions of its packages.
 *
 * @param {string} package_folder
 * @returns {string}
 */
function cache_key(package_folder) {
	const folder = path.join(package_folder, 'prelude');
	const sources = fs
		.readdirSync(folder)
		.toSorted()
		.map((name) => path.join(folder, name));
	const files = [...sources, path.join(package_folder, 'package.json')];
	return hash(files.map((file) => fs.readFileSync(file, 'utf8')).join('\0'));
}

/** @param {string} package_folder */
async function bundle(package_folder) {
	const { output } = /** @type {Rolldown.RolldownOutput} */ (
		await build({
			configFile: false,
			envFile: false,
			root: package_folder,
			logLevel: 'error',
			resolve: { alias: LITE, conditions: CONDITIONS },
			ssr: { noExternal: true, resolve: { conditions: CONDITIONS } },
			build: {
				ssr: true,
				write: false,
				minify: true,
				target: 'es2024',
				rolldownOptions: {
					input: path.join(package_folder, 'prelude/index.js'),
					platform: 'neutral',
					output: { format: 'es', codeSplitting: false }
				}
			}
		})
	);
	return output[0].code;
}
