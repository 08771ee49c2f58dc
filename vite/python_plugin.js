/** @import { Plugin } from 'vite' */
/** @import { Project } from './project.js' */
import { Analyser } from './python.js';
import { stub } from './stubs.js';

const PYTHON = /\.py(?:\?.*)?$/;

/**
 * Answers for Python modules with JavaScript stand-ins.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function python_plugin(project) {
	const analyser = new Analyser();
	return {
		name: 'lissome:python',
		enforce: 'pre',
		load: {
			filter: { id: PYTHON },
			handler(id) {
				const file = id.replace(/\?.*$/, '');
				if (this.environment.config.consumer === 'client') {
					this.error(`${project.relative(file)} is Python, and the browser cannot run it: fetch its data through a load function or an endpoint instead of importing it.`);
				}
				const module = analyser.module(file);
				if (module.error) {
					const { message, line, column, frame } = module.error;
					this.error({ message: `${project.relative(file)}:${line}:${column + 1} ${message}\n${frame}`, id: file, loc: { file, line, column }, frame });
				}
				return { code: stub(file, module), map: { mappings: '' }, moduleType: 'js' };
			}
		}
	};
}
