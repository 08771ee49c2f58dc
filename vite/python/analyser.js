import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} PythonProblem
 * @property {string} message
 * @property {number} line 1-based
 * @property {number} column 0-based
 * @property {string} frame the line, with a caret under the column
 */

/**
 * The description of a Python module by src/lissome/build/analyse.py.
 *
 * @typedef {object} PythonModule
 * @property {Record<string, boolean>} functions true for `async def`
 * @property {string[] | null} actions
 * @property {string[]} methods
 * @property {Record<string, unknown>} options page options under kit's names
 * @property {PythonProblem | null} error
 */

/**
 * The path of Python and the folder of lissome's scripts. `lissome build` writes both into python.json, beside
 * package.json; environment variables override them.
 *
 * @returns {{ python: string, scripts: string }}
 */
function python_config() {
	const { LISSOME_PYTHON: python, LISSOME_SCRIPTS: scripts } = process.env;
	if (python && scripts) return { python, scripts };
	const file = fileURLToPath(new URL('../python.json', import.meta.url));
	if (!fs.existsSync(file)) {
		throw new Error(
			`${file} is missing. Run \`lissome build\` or \`lissome dev\` once: it tells Vite where Python is.`
		);
	}
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * Run lissome's analysis over files. Isolated (-I) and without site-packages (-S), so neither the project nor what is
 * installed can get in the way; and it starts in 20 ms.
 *
 * @param {string[]} files
 * @returns {PythonModule[]} one answer per file
 */
export function analyse(files) {
	if (files.length === 0) return [];
	const { python, scripts } = python_config();
	const script = path.join(scripts, 'analyse.py');
	const output = execFileSync(python, ['-I', '-S', '-X', 'utf8', script, ...files], {
		encoding: 'utf8',
		maxBuffer: 1 << 28
	});
	return JSON.parse(output);
}

/** Analyses Python modules, and remembers the answer until the file changes. */
export class Analyser {
	/** @type {Map<string, { stamp: string, module: PythonModule }>} */
	#known = new Map();

	/**
	 * @param {string[]} files absolute paths
	 * @returns {PythonModule[]}
	 */
	modules(files) {
		const stale = files.filter((file) => this.#known.get(file)?.stamp !== stamp(file));
		const fresh = analyse(stale);
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
