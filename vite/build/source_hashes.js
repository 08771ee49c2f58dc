/** @import { Project } from '../project.js' */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { posix } from '../project.js';

/** files outside of src that the bundles depend on */
const SETTINGS = ['vite.config.js', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * The files that the browser's and V8's bundles were made of, so that the server can say when a build is
 * stale. Of Python modules only those in src/routes matter, and only what they export: their bodies may
 * change without a new build.
 *
 * @param {Project} project
 * @returns {Record<string, string>} first 12 hex digits of the SHA-256 of each file, by path
 */
export function hash_sources(project) {
	const { src, assets } = project.kit.files;
	const settings = SETTINGS.map((name) => path.join(project.root, name));
	const files = [...walk(path.resolve(project.root, src)), ...settings.filter((file) => fs.existsSync(file))];
	const hashed = files.filter((file) => !file.endsWith('.py')).map((file) => [project.relative(file), hash(fs.readFileSync(file))]);
	const names = walk(assets).map((file) => [project.relative(file), '']);
	return Object.fromEntries([...hashed, ...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} folder */
function walk(folder) {
	if (!fs.existsSync(folder)) return [];
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__') && !entry.name.endsWith('.pyc'))
		.map((entry) => posix(path.join(entry.parentPath, entry.name)));
}

/** @param {string | Buffer} content */
export function hash(content) {
	return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
