/** @import { Project } from '../project.js' */
import { file_of_id } from '../files.js';

/** packages that every app has, and those of kit's and Svelte's dependencies that stateless_modules.js names */
const FRAMEWORK = new Set(['svelte', '@sveltejs/kit', 'lissome', 'devalue', 'clsx', 'esm-env']);

/**
 * The package that a file belongs to.
 *
 * @param {string} file
 * @returns {string} `name` or `@scope/name`; empty for a file of the app
 */
export function package_of(file) {
	return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? '';
}

/**
 * True for files of kit, Svelte and lissome, where the authors of an app do not look for a mistake.
 *
 * @param {string} file
 * @param {Project} project
 */
export function is_framework(file, { package_folder, kit }) {
	return (
		file.startsWith(`${package_folder}/`) ||
		file.startsWith(`${kit.outDir}/`) ||
		FRAMEWORK.has(package_of(file))
	);
}

/**
 * Find the file of the app through whose imports a package's file comes in: the nearest one.
 *
 * @param {string} id
 * @param {(id: string) => Iterable<string>} importers_of
 * @param {Project} project
 * @returns {string} relative to the project; empty if there is none
 */
export function importing_file(id, importers_of, project) {
	const seen = new Set([id]);
	for (const each of seen) {
		const file = file_of_id(each);
		if (file.startsWith(`${project.root}/`) && package_of(file) === '' && !is_framework(file, project))
			return project.relative(file);
		for (const importer of importers_of(each)) seen.add(importer);
	}
	return '';
}

/**
 * Say which package a file is of, and which file of the app imports that package.
 *
 * @param {string} id
 * @param {(id: string) => Iterable<string>} importers_of
 * @param {Project} project
 * @returns {string} in parentheses, with a space before; empty for a file of the app
 */
export function origin(id, importers_of, project) {
	const name = package_of(id);
	const by = name && importing_file(id, importers_of, project);
	return name && ` (package ${name}${by && `, imported by ${by}`})`;
}
