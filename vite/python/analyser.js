import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Report
 * @property {string} message
 * @property {number} line 1-based
 * @property {number} column 0-based
 * @property {string} frame the line, with a caret under the column
 */

/**
 * What src/lissome/build/analyse.py says about a Python module.
 *
 * @typedef {object} PythonModule
 * @property {Record<string, boolean>} functions true for `async def`
 * @property {string[] | null} actions
 * @property {string[]} methods
 * @property {Record<string, any>} options page options under kit's names
 * @property {Report | null} error
 */

/**
 * Where Python and our scripts are: `lissome build` writes it beside this file, the environment overrules it.
 *
 * @returns {{ python: string, scripts: string }}
 */
function python_side() {
	const { LISSOME_PYTHON: python, LISSOME_SCRIPTS: scripts } = process.env;
	if (python && scripts) return { python, scripts };
	const file = fileURLToPath(import.meta.resolve('../python.json'));
	if (!fs.existsSync(file)) {
		throw new Error(`${file} is missing. Run \`lissome build\` or \`lissome dev\` once: it tells Vite where Python is.`);
	}
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * Run one of our scripts over files. Isolated (-I) and without site-packages (-S), so neither the
 * project nor what is installed can get in the way; and it starts in 20 ms.
 *
 * @param {string} script
 * @param {string[]} files
 * @returns {any[]} one answer per file
 */
export function run_script(script, files) {
	if (files.length === 0) return [];
	const { python, scripts } = python_side();
	const said = execFileSync(python, ['-I', '-S', '-X', 'utf8', path.join(scripts, script), ...files], {
		encoding: 'utf8',
		maxBuffer: 1 << 28
	});
	return JSON.parse(said);
}

/**
 * Analyses Python modules, and remembers the answer until the file changes.
 */
export class Analyser {
	/** @type {Map<string, { stamp: string, module: PythonModule }>} */
	#known = new Map();

	/**
	 * @param {string[]} files absolute paths
	 * @returns {PythonModule[]}
	 */
	modules(files) {
		const stale = files.filter((file) => this.#known.get(file)?.stamp !== stamp(file));
		const fresh = run_script('analyse.py', stale);
		stale.forEach((file, i) => this.#known.set(file, { stamp: stamp(file), module: fresh[i] }));
		return files.map((file) => /** @type {{ module: PythonModule }} */ (this.#known.get(file)).module);
	}

	/**
	 * @param {string} file absolute path
	 * @returns {PythonModule}
	 */
	module(file) {
		return this.modules([file])[0];
	}
}

/** @param {string} file */
function stamp(file) {
	const { mtimeMs, size } = fs.statSync(file);
	return `${mtimeMs} ${size}`;
}
