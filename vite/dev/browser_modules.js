/** @import { Environment, Plugin } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { file_of_id } from '../files.js';

/** what the ids of this folder's modules for browsers begin with */
const FOLDER = 'lissome:dev/';
/** those that pages import; they may import others */
const ENTRIES = ['client.js', 'failures.js'];

/**
 * Adds lissome's own modules to the pages that kit's client runs.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function browser_modules_plugin({ kit_source, package_folder }) {
	// not into kit's entry itself: the client's modules must wait until the entry's `init` was called
	const kit_entry = `${kit_source}/runtime/client/client-entry.js`;
	const imports = ENTRIES.map((file) => `\nimport '${FOLDER}${file}';`).join('');
	return {
		name: 'lissome:dev-browser',
		apply: 'serve',
		enforce: 'pre',
		applyToEnvironment: ({ name }) => name === 'client',
		resolveId: {
			handler(id, importer) {
				if (id.startsWith(FOLDER)) return `\0${id}`;
				if (importer?.startsWith(`\0${FOLDER}`) && id.startsWith('.'))
					return path.posix.join(path.posix.dirname(importer), id);
			}
		},
		load: {
			filter: { id: /^\0lissome:dev\// },
			handler(id) {
				const file = `${package_folder}/dev/${id.slice(FOLDER.length + 1)}`;
				return fs
					.readFileSync(file, 'utf8')
					.replace('__HAS_OVERLAY__', String(has_overlay(this.environment)));
			}
		},
		transform: {
			handler(code, id) {
				if (file_of_id(id) === kit_entry) return { code: code + imports, map: null };
			}
		}
	};
}

/** @param {Environment} environment */
function has_overlay(environment) {
	const { hmr } = environment.getTopLevelConfig().server;
	return typeof hmr !== 'object' || hmr.overlay !== false;
}
