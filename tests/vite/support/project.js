/** @import { Project } from '../../../vite/project.js' */

/**
 * A project as far as a unit needs it.
 *
 * @param {object} [members] those that are others
 * @returns {Project}
 */
export function a_project(members = {}) {
	const root = '/app';
	const project = {
		root,
		output: `${root}/build`,
		package_folder: `${root}/.lissome/npm`,
		kit_source: `${root}/node_modules/@sveltejs/kit/src`,
		is_async: false,
		kit: {
			appDir: '_app',
			outDir: `${root}/.svelte-kit`,
			paths: { base: '', assets: '', relative: true },
			files: { src: `${root}/src`, routes: `${root}/src/routes`, assets: `${root}/static` }
		},
		vite: { command: 'build', base: '/', logger: { warn() {} } },
		importers_by_package: new Map(),
		builtin_importers: new Map(),
		importers_of_package: () => [],
		universal_file: () => undefined,
		relative: (/** @type {string} */ file) =>
			file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file,
		...members
	};
	return /** @type {Project} */ (/** @type {unknown} */ (project));
}
