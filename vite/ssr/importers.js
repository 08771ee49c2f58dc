/** @import { Project } from '../project.js' */

/** what every app has, with packages of kit's and Svelte's that are checked for V8 (see shared.js) */
const FRAMEWORK = ['svelte', '@sveltejs/kit', 'lissome', 'devalue', 'clsx', 'esm-env'];

/**
 * The package that a file belongs to: `@scope/name`, or empty for a file of the app.
 *
 * @param {string} file
 */
export function package_of(file) {
	return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? '';
}

/**
 * Whether nobody who builds an app looks there for a mistake: kit, Svelte and lissome itself.
 *
 * @param {string} file
 * @param {Project} project
 */
export function is_framework(file, { package_folder, kit }) {
	return file.startsWith(`${package_folder}/`) || file.startsWith(`${kit.outDir}/`) || FRAMEWORK.includes(package_of(file));
}

/**
 * The file of the app nearest to a package's file, through whose imports it came in.
 *
 * @param {string} id
 * @param {(id: string) => Iterable<string>} importers_of
 * @param {Project} project
 * @returns {string} relative to the project; empty when there is none
 */
export function importing_file(id, importers_of, project) {
	const seen = new Set([id]);
	for (const each of seen) {
		const file = each.replace(/\?.*$/, '');
		if (file.startsWith(`${project.root}/`) && package_of(file) === '' && !is_framework(file, project)) return project.relative(file);
		for (const importer of importers_of(each)) seen.add(importer);
	}
	return '';
}

/**
 * What a person needs to find a file: which package it is of, and which file of the app wants that.
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
