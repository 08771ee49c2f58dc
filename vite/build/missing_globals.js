/** @import { TraceMap } from '@jridgewell/trace-mapping' */
/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { originalPositionFor } from '@jridgewell/trace-mapping';
import { parseSync } from 'vite';
import { is_framework, origin, package_of } from '../ssr/importers.js';
import { global_references } from './global_references.js';
import { source_file, trace_map } from './source_positions.js';
import { V8_GLOBALS } from './v8_globals.js';

/** Node's own globals: neither V8 nor a browser has them, so code that needs one is of no use in either */
const NODE_GLOBALS = new Set(['require', 'module', 'exports', '__dirname', '__filename']);

/**
 * A global that V8 lacks, and the first place that needs it.
 *
 * @typedef {{ name: string, file: string, line: number }} MissingGlobal
 */

/**
 * The places in packages and files that use globals that V8 does not have.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 * @returns {string[]} one for each name and package, or file of the app
 */
export function missing_global_places(chunks, importers_of, project) {
	return first_of_each(chunks.flatMap((chunk) => missing_globals(chunk, project))).map(
		({ name, file, line }) =>
			`${project.relative(file)}:${line}${origin(file, importers_of, project)}: ${name}`
	);
}

/**
 * Find the globals that a chunk uses and V8 lacks. A browser's globals may be used in functions, because it may be the
 * browser that calls them; Node's may not.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Project} project
 * @returns {MissingGlobal[]}
 */
export function missing_globals({ code, map, fileName }, project) {
	if (!map) return [];
	const references = global_references(parseSync(fileName, code).program).filter(
		({ name }) => !V8_GLOBALS.has(name)
	);
	if (references.length === 0) return [];
	const trace = trace_map(map);
	const starts = line_starts(code);
	const located = references.map((reference) => ({
		...reference,
		...position(reference.start, starts, trace, fileName, project)
	}));
	const tested = new Set(located.filter(({ is_test }) => is_test).map(({ name, file }) => `${name} ${file}`));
	const missing = located.filter(
		({ name, runs, file }) =>
			file &&
			!is_framework(file, project) &&
			!tested.has(`${name} ${file}`) &&
			(runs || NODE_GLOBALS.has(name))
	);
	return missing.map(({ name, file, line }) => ({ name, file, line }));
}

/**
 * @param {number} offset
 * @param {number[]} starts
 * @param {TraceMap} trace
 * @param {string} chunk
 * @param {Project} project
 */
function position(offset, starts, trace, chunk, project) {
	let row = 0;
	for (let end = starts.length; end - row > 1;) {
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
 * @param {MissingGlobal[]} found
 * @returns {MissingGlobal[]} one for each name and package, or file of the app
 */
function first_of_each(found) {
	/** @type {Map<string, MissingGlobal>} */
	const first = new Map();
	for (const each of found) {
		const key = `${package_of(each.file) || each.file} ${each.name}`;
		if (!first.has(key)) first.set(key, each);
	}
	return [...first.values()];
}
