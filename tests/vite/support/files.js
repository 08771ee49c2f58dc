import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The repository. */
export const REPO = path.resolve(import.meta.dirname, '../../..');

/**
 * Write files into a new folder, which is deleted after the test.
 *
 * @param {{ after: (fn: () => void) => void }} test
 * @param {Record<string, string>} files by path
 * @returns {string} the folder
 */
export function folder_with(test, files) {
	const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'lissome-unit-')));
	test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
	write_files(folder, files);
	return folder;
}

/**
 * @param {string} folder
 * @param {Record<string, string>} files by path
 */
export function write_files(folder, files) {
	for (const [file, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		fs.writeFileSync(path.join(folder, file), text);
	}
}
