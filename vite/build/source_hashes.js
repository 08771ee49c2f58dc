/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { files_below, hash } from '../files.js';

/** files outside of src that the bundles depend on */
const SETTINGS = ['vite.config.js', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Hash the files that the browser's and V8's bundles were made of, so that the server can report a stale build. Python
 * modules are left out: a change of their bodies needs no new build.
 *
 * @param {Project} project
 * @returns {Record<string, string>} the hash of each file, by path; of static files only their names count, and the
 *   hash is empty
 */
export function hash_sources(project) {
	const { src, assets } = project.kit.files;
	const settings = SETTINGS.map((name) => path.join(project.root, name));
	const files = [
		...sources_below(path.resolve(project.root, src)),
		...settings.filter((file) => fs.existsSync(file))
	];
	const hashed = files
		.filter((file) => !file.endsWith('.py'))
		.map((file) => [project.relative(file), hash(fs.readFileSync(file))]);
	const names = sources_below(assets).map((file) => [project.relative(file), '']);
	return Object.fromEntries([...hashed, ...names].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} folder */
function sources_below(folder) {
	return files_below(folder).filter((file) => !file.includes('__pycache__') && !file.endsWith('.pyc'));
}
