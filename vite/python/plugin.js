/** @import { Plugin } from 'vite' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';
import { file_of_id } from '../files.js';
import { stub } from './stubs.js';

const PYTHON = /\.py(?:\?.*)?$/;

/**
 * Loads a JavaScript stub in place of each Python module.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function python_plugin(project) {
	return {
		name: 'lissome:python',
		enforce: 'pre',
		buildStart() {
			// all at once: starting Python costs more than reading many files
			project.analyser.modules(route_modules(project));
		},
		load: {
			filter: { id: PYTHON },
			handler(id) {
				const file = file_of_id(id);
				if (this.environment.config.consumer === 'client') {
					this.error(
						`${project.relative(file)} is Python, and the browser cannot run it: fetch its data through a load function or an endpoint instead of importing it.`
					);
				}
				const module = project.analyser.module(file);
				if (module.error) {
					const { message, line, column, frame } = module.error;
					const text = `${project.relative(file)}:${line}:${column + 1} ${message}\n${frame}`;
					this.error({ message: text, id: file, loc: { file, line, column }, frame });
				}
				return { code: stub(file, module), map: { mappings: '' }, moduleType: 'js' };
			}
		}
	};
}

/** @param {Project} project */
function route_modules({ kit }) {
	const { routes, hooks } = kit.files;
	const names = fs.readdirSync(routes, { recursive: true }).map(String);
	const modules = names
		.filter((name) => /^\+.*\.py$/.test(path.basename(name)))
		.map((name) => path.join(routes, name));
	const hook = `${hooks.server}.py`;
	return fs.existsSync(hook) ? [...modules, hook] : modules;
}
