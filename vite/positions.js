/** @import { Packable } from './pack.js' */
/** @import { Project } from './project.js' */
import path from 'node:path';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/**
 * Where the lines of the packed script come from, so that stacks can name source files and lines:
 * `sources`, and per line of the script `source:line`, or nothing.
 *
 * @param {Packable[]} modules
 * @param {number[]} starts the line (0-based) in the script at which each module begins
 * @param {Project} project
 * @returns {{ sources: string[], lines: string }}
 */
export function positions(modules, starts, project) {
	/** @type {Map<string, number>} */
	const sources = new Map();
	/** @type {string[]} */
	const lines = [];
	modules.forEach((module, i) => {
		if (!module.map) return;
		const names = module.map.sources.map((/** @type {string} */ source) => source && source_name(source, module, project));
		decodedMappings(new TraceMap(module.map)).forEach((segments, line) => {
			const segment = segments.find((segment) => segment.length > 1);
			const name = segment && names[/** @type {number} */ (segment[1])];
			if (!name) return;
			if (!sources.has(name)) sources.set(name, sources.size);
			lines[starts[i] + line] = `${sources.get(name)}:${/** @type {number} */ (segment[2]) + 1}`;
		});
	});
	return { sources: [...sources.keys()], lines: Array.from(lines, (line) => line ?? '').join(',') };
}

/**
 * @param {string} source as the bundler wrote it: relative to where the chunk would be
 * @param {Packable} module
 * @param {Project} project
 */
function source_name(source, module, project) {
	if (source.startsWith('\0')) return '';
	const folder = path.posix.join(project.output, '.ssr', path.posix.dirname(module.name));
	return project.relative(path.resolve(folder, source));
}
