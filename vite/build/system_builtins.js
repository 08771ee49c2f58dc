/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { importing_file, package_of } from '../ssr/importers.js';
import { importer_file, system_builtin } from '../ssr/node_builtins.js';

/**
 * The packages and files that import modules of Node's that need a system. What tree-shaking has removed is not among
 * them.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 * @returns {string[]} one for each package, or file of the app, with the file of the app that imports the package
 */
export function system_builtins(chunks, importers_of, project) {
	const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
	/** @type {Map<string, Set<string>>} */
	const names_by_importer = new Map();
	for (const [id, { renderedLength }] of modules) {
		const name = system_builtin(id);
		if (!name || renderedLength === 0) continue;
		const by = describe_importer(id, importers_of, project);
		names_by_importer.set(by, (names_by_importer.get(by) ?? new Set()).add(name));
	}
	return [...names_by_importer].map(([by, names]) => `${[...names].toSorted().join(', ')}: ${by}`);
}

/**
 * @param {string} id of the module that replaces a builtin
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 */
function describe_importer(id, importers_of, project) {
	const importer = project.builtin_importers.get(id) ?? '';
	const name = package_of(importer);
	if (!name) return importer_file(id, project);
	const by = importing_file(importer, importers_of, project);
	return `package ${name}${by && `, imported by ${by}`}`;
}
