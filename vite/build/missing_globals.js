/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { parseSync } from 'vite';
import { ENGINE_NAMES } from './v8_globals.js';
import { free_names } from './global_references.js';
import { is_framework, origin, package_of } from '../ssr/importers.js';
import { source_file } from './source_positions.js';

/** Node's own globals: neither V8 nor a browser has them, so that no code that asks for one is of any use here */
const OF_NODE = new Set(['process', 'Buffer', 'setImmediate', 'clearImmediate', 'require', 'module', 'exports', '__dirname', '__filename']);

/** lines that are printed */
const MOST = 10;

/**
 * A name that the engine lacks, and the first place that needs it.
 *
 * @typedef {{ name: string, file: string, line: number }} Missing
 */

/**
 * Tell which packages and files use globals that V8 does not have. It is no error: that code may never run.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 */
export function warn_of_missing_names(chunks, importers_of, project) {
	const found = first_of_each(chunks.flatMap((chunk) => missing_names(chunk, project)));
	if (found.length === 0) return;
	const lines = found.slice(0, MOST).map(({ name, file, line }) => `  ${project.relative(file)}:${line}${origin(file, importers_of, project)}: ${name}`);
	const more = found.length > MOST ? [`  and ${found.length - MOST} more`] : [];
	project.vite.logger.warn(['V8 does not have these globals. Where code that uses them runs while a page is rendered, the page fails:', ...lines, ...more].join('\n'));
}

/**
 * What a browser has may stand in functions, for only the browser may call them; what only Node has may not.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Project} project
 * @returns {Missing[]}
 */
export function missing_names({ code, map, fileName }, project) {
	if (!map) return [];
	const uses = free_names(parseSync(fileName, code).program).filter(({ name }) => !ENGINE_NAMES.has(name));
	if (uses.length === 0) return [];
	const trace = new TraceMap(/** @type {any} */ (map));
	const starts = line_starts(code);
	const placed = uses.map((use) => ({ ...use, ...place(use.start, starts, trace, fileName, project) }));
	const tested = new Set(placed.filter(({ is_test }) => is_test).map(({ name, file }) => `${name} ${file}`));
	const wanted = placed.filter(({ name, runs, file }) => file && !is_framework(file, project) && !tested.has(`${name} ${file}`) && (runs || OF_NODE.has(name)));
	return wanted.map(({ name, file, line }) => ({ name, file, line }));
}

/**
 * @param {number} offset
 * @param {number[]} starts
 * @param {TraceMap} trace
 * @param {string} chunk
 * @param {Project} project
 */
function place(offset, starts, trace, chunk, project) {
	let row = 0;
	for (let end = starts.length; end - row > 1; ) {
		const middle = (row + end) >> 1;
		if (starts[middle] <= offset) row = middle;
		else end = middle;
	}
	const { source, line } = originalPositionFor(trace, { line: row + 1, column: offset - starts[row] });
	return { file: source ? source_file(source, chunk, project) : '', line: line ?? 0 };
}

/** @param {string} code */
function line_starts(code) {
	return [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/**
 * @param {Missing[]} found
 * @returns {Missing[]} once for each package, or file of the app, and name
 */
function first_of_each(found) {
	/** @type {Map<string, Missing>} */
	const first = new Map();
	for (const each of found) {
		const key = `${package_of(each.file) || each.file} ${each.name}`;
		if (!first.has(key)) first.set(key, each);
	}
	return [...first.values()];
}
