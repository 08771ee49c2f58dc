import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * A path with forward slashes, as Vite writes paths on every system.
 *
 * @param {string} file
 */
export const posix = (file) => file.replaceAll('\\', '/');

/**
 * The file of a Vite module id: the id without its query.
 *
 * @param {string} id
 */
export const file_of_id = (id) => id.replace(/\?.*$/, '');

/**
 * List the files below a folder.
 *
 * @param {string} folder
 * @returns {string[]} absolute paths; empty if there is no such folder
 */
export function files_below(folder) {
	if (!fs.existsSync(folder)) return [];
	const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => posix(path.join(entry.parentPath, entry.name)));
}

/**
 * The first 12 hex digits of a SHA-256.
 *
 * @param {string | Buffer} content
 */
export function hash(content) {
	return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
