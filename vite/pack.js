/** @import { Rolldown } from 'vite' */
import path from 'node:path';
import { loader } from './isolate/loader.js';
import { locator } from './isolate/locate.js';
import { PARAMETERS } from './isolate/parameters.js';

/** what V8 calls the script in stacks */
const NAME = 'ssr.js';

/**
 * Pack chunks in CommonJS form into one script whose value is `enter`. Each chunk becomes a function
 * that V8 compiles once; a module graph is made by calling those that a render needs, so a fresh
 * graph costs the same however large the app is.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {(starts: number[]) => { sources: string[], lines: string }} positions told the line (0-based) at
 *   which each chunk begins
 * @param {number[]} shared chunks that all graphs have in common
 * @returns {{ code: string, map: object }} the script, and a source map for tools
 */
export function pack(chunks, positions, shared) {
	const index = new Map(chunks.map((chunk, i) => [chunk.fileName, i]));
	const links = chunks.map((chunk) => links_of(chunk, index));
	const entries = Object.fromEntries(
		chunks.filter((chunk) => chunk.isEntry).map((chunk) => [chunk.name, index.get(chunk.fileName)])
	);
	const { text, starts } = functions_of(chunks);
	const { sources, lines } = positions(starts);
	const code = [
		text,
		`const graphs = (${loader})(modules, ${JSON.stringify(links)}, ${JSON.stringify(entries)}, ${JSON.stringify(shared)});`,
		`const locate = (${locator})(${JSON.stringify(sources)}, ${JSON.stringify(lines)}, ${JSON.stringify(NAME)});`,
		`return graphs.make(globalThis, null)('gate').gate(graphs, locate);`,
		'})()',
		`//# sourceURL=${NAME}`,
		''
	].join('\n');
	return { code, map: map_of(chunks, starts) };
}

/** @param {Rolldown.OutputChunk[]} chunks */
function functions_of(chunks) {
	const parameters = ['require', 'module', 'exports', ...PARAMETERS].join(', ');
	let text = "(function () {\n'use strict';\nconst modules = [";
	let line = 2;
	const starts = chunks.map((chunk) => {
		const start = line + 3;
		text += `\n// ${chunk.fileName}\nfunction (${parameters}) {\n${chunk.code}\n},`;
		line = start + chunk.code.split('\n').length;
		return start;
	});
	return { text: `${text}\n];`, starts };
}

/**
 * What `require` finds in a chunk: the specifiers that the bundler wrote, each with the chunk's number.
 *
 * @param {Rolldown.OutputChunk} chunk
 * @param {Map<string, number>} index
 * @returns {Record<string, number>}
 */
function links_of(chunk, index) {
	/** @type {Record<string, number>} */
	const links = {};
	for (const target of [...chunk.imports, ...chunk.dynamicImports]) {
		const number = index.get(target);
		if (number === undefined) throw new Error(`${chunk.fileName} imports ${target}, which is not in the bundle`);
		const relative = path.posix.relative(path.posix.dirname(chunk.fileName), target);
		links[relative.startsWith('.') ? relative : `./${relative}`] = number;
	}
	return links;
}

/**
 * An index map: one section per chunk.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {number[]} starts
 */
function map_of(chunks, starts) {
	const sections = chunks.map((chunk, i) => ({ offset: { line: starts[i], column: 0 }, map: chunk.map }));
	return { version: 3, file: NAME, sections: sections.filter(({ map }) => map) };
}
