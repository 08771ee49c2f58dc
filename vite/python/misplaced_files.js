/** @import { Plugin } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { posix } from '../files.js';

/** files that run in Python: JavaScript under these names would never be called */
const SERVER_SIDE = /^(?:\+page\.server|\+layout\.server|\+server|hooks\.server)\.(?:js|ts)$/;

/** files that run in the browser too: Python under these names could not */
const BROWSER_SIDE = /^(?:\+page|\+layout|hooks|hooks\.client|params|env|service-worker)\.py$/;

/**
 * Refuses files whose language does not fit their name. kit would take them, and they would silently do nothing.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function misplaced_files_plugin(project) {
	return {
		name: 'lissome:misplaced-files',
		buildStart() {
			const { src, routes } = project.kit.files;
			for (const file of [...route_files(routes), ...direct_files(src)]) {
				const problem = misplaced(path.basename(file));
				if (problem) this.error(`${project.relative(file)}: ${problem}`);
			}
		}
	};
}

/**
 * Say what is wrong with a file of this name.
 *
 * @param {string} name
 * @returns {string | undefined} undefined: nothing
 */
export function misplaced(name) {
	const stem = name.replace(/\.\w+$/, '');
	if (SERVER_SIDE.test(name)) return `lissome's server is Python. Write this file as ${stem}.py.`;
	if (BROWSER_SIDE.test(name)) {
		return `this file also runs in the browser, so it cannot be Python. Write ${stem}.js${server_side_advice(stem)}.`;
	}
}

/** @param {string} stem */
function server_side_advice(stem) {
	if (stem.startsWith('+')) return ` or, for code that only the server runs, ${stem}.server.py`;
	if (stem === 'params') return ` or, where the server resolves routes, ${stem}.server.py`;
	if (stem === 'env') return ', and declare what only Python needs in a class of lissome.Environment';
	return '';
}

/** @param {string} folder */
function route_files(folder) {
	return names_in(folder, { recursive: true }).filter((file) => path.basename(file).startsWith('+'));
}

/** @param {string} folder */
const direct_files = (folder) => names_in(folder, { recursive: false });

/**
 * @param {string} folder
 * @param {{ recursive: boolean }} options
 */
function names_in(folder, options) {
	if (!fs.existsSync(folder)) return [];
	return fs.readdirSync(folder, options).map((name) => posix(path.join(folder, String(name))));
}
