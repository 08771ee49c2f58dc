/** @import { Rolldown } from 'vite' */
/** @import { Project } from './project.js' */
import path from 'node:path';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/**
 * Where the lines of the packed script come from, so that stacks can name source files and lines:
 * `sources`, and per line of the script `source:line`, or nothing.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {number[]} starts the line (0-based) in the script at which each chunk begins
 * @param {Project} project
 * @returns {{ sources: string[], lines: string }}
 */
export function positions(chunks, starts, project) {
	/** @type {Map<string, number>} */
	const sources = new Map();
	/** @type {string[]} */
	const lines = [];
	chunks.forEach((chunk, i) => {
		if (!chunk.map) return;
		const names = chunk.map.sources.map((source) => source && source_name(source, chunk, project));
		decodedMappings(new TraceMap(/** @type {any} */ (chunk.map))).forEach((segments, line) => {
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
 * @param {Rolldown.OutputChunk} chunk
 * @param {Project} project
 */
function source_name(source, chunk, project) {
	if (source.startsWith('\0')) return '';
	const folder = path.posix.join(project.output, '.ssr', path.posix.dirname(chunk.fileName));
	return project.relative(path.resolve(folder, source));
}
