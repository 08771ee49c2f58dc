/** @import { Packable } from '../ssr/pack.js' */
/** @import { Project } from '../project.js' */
import path from 'node:path';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import { importing_file, is_framework, package_of } from '../ssr/importers.js';

/**
 * Where the lines of the packed script come from, so that stacks can name source files and lines:
 * `sources`, and per line of the script `source:line`, or nothing. `importers` says of sources in packages which file
 * of the app imports them.
 *
 * @param {Packable[]} modules
 * @param {number[]} starts the line (0-based) in the script at which each module begins
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 * @returns {{ sources: string[], importers: Record<number, string>, lines: string }}
 */
export function positions(modules, starts, importers_of, project) {
	/** @type {Map<string, number>} */
	const sources = new Map();
	/** @type {string[]} */
	const lines = [];
	modules.forEach((module, i) => {
		if (!module.map) return;
		const files = module.map.sources.map((/** @type {string} */ source) => source && source_file(source, module.name, project));
		decodedMappings(new TraceMap(module.map)).forEach((segments, line) => {
			const segment = segments.find((segment) => segment.length > 1);
			const file = segment && files[/** @type {number} */ (segment[1])];
			// lissome's own steps are left out of stacks
			if (!file || file.startsWith(`${project.package_folder}/`)) return;
			if (!sources.has(file)) sources.set(file, sources.size);
			lines[starts[i] + line] = `${sources.get(file)}:${/** @type {number} */ (segment[2]) + 1}`;
		});
	});
	const files = [...sources.keys()];
	const brought = files.map((file) => (package_of(file) && !is_framework(file, project) ? importing_file(file, importers_of, project) : ''));
	return {
		sources: files.map((file) => project.relative(file)),
		importers: Object.fromEntries(brought.flatMap((by, i) => (by ? [[i, by]] : []))),
		lines: Array.from(lines, (line) => line ?? '').join(',')
	};
}

/**
 * @param {string} source as the bundler wrote it: relative to where the chunk would be
 * @param {string} chunk its name
 * @param {Project} project
 * @returns {string} an absolute path; empty when it is no file
 */
export function source_file(source, chunk, project) {
	if (source.startsWith('\0')) return '';
	return path.resolve(project.output, '.ssr', path.posix.dirname(chunk), source).replaceAll('\\', '/');
}
