/** @import { Packable } from '../ssr/pack.js' */
/** @import { SourceMap } from '../ssr/module_function.js' */
/** @import { SourcePositions } from '../isolate/stack_frames.js' */
/** @import { Project } from '../project.js' */
import path from 'node:path';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import { posix } from '../files.js';
import { importing_file, is_framework, package_of } from '../ssr/importers.js';

/**
 * The source positions of the packed script's lines, so that stacks can name source files.
 *
 * @param {Packable[]} modules
 * @param {number[]} starts the line (0-based) in the script at which each module begins
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 * @returns {SourcePositions}
 */
export function source_positions(modules, starts, importers_of, project) {
	/** @type {Map<string, number>} */
	const sources = new Map();
	/** @type {string[]} */
	const lines = [];
	modules.forEach((module, i) => {
		if (!module.map) return;
		const files = module.map.sources.map((source) => source && source_file(source, module.name, project));
		decodedMappings(trace_map(module.map)).forEach((segments, line) => {
			const [, source, original] = segments.find((segment) => segment.length > 1) ?? [];
			const file = source === undefined ? undefined : files[source];
			// lissome's own frames are left out of stacks
			if (original === undefined || !file || file.startsWith(`${project.package_folder}/`)) return;
			if (!sources.has(file)) sources.set(file, sources.size);
			lines[starts[i] + line] = `${sources.get(file)}:${original + 1}`;
		});
	});
	const files = [...sources.keys()];
	const importers = files.map((file) =>
		package_of(file) && !is_framework(file, project) ? importing_file(file, importers_of, project) : ''
	);
	return {
		sources: files.map((file) => project.relative(file)),
		importers: Object.fromEntries(importers.flatMap((importer, i) => (importer ? [[i, importer]] : []))),
		lines: Array.from(lines, (line) => line ?? '').join(',')
	};
}

/**
 * Read a source map.
 *
 * @param {SourceMap} map
 */
export const trace_map = (map) => new TraceMap({ ...map, version: 3 });

/**
 * The source file that a chunk's source map names.
 *
 * @param {string} source as the bundler wrote it: relative to the chunk's place
 * @param {string} chunk its name
 * @param {Project} project
 * @returns {string} an absolute path; empty for a virtual module
 */
export function source_file(source, chunk, project) {
	if (source.startsWith('\0')) return '';
	return posix(path.resolve(project.output, '.ssr', path.posix.dirname(chunk), source));
}
