/** @import { Rolldown } from 'vite' */
import path from 'node:path';
import { parseSync } from 'vite';
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
	const lasting = new Set([...shared, ...needed_by('gate', chunks, index)]);
	const { text, starts } = functions_of(chunks.map(({ fileName, code }, i) => ({ fileName, code: lasting.has(i) ? with_internals(code) : code })));
	const { sources, lines } = positions(starts);
	// what is named here would be in the reach of the chunks, if they stood inside of this function
	const code = [
		text,
		'function (modules) {',
		`const graphs = (${loader})(modules, ${JSON.stringify(links)}, ${JSON.stringify(entries)}, ${JSON.stringify(shared)});`,
		`const locate = (${locator})(${JSON.stringify(sources)}, ${JSON.stringify(lines)}, ${JSON.stringify(NAME)});`,
		`return graphs.own('gate').gate(graphs, locate);`,
		'});',
		'})()',
		`//# sourceURL=${NAME}`,
		''
	].join('\n');
	return { code, map: map_of(chunks, starts) };
}

/**
 * @param {string} name
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Map<string, number>} index
 * @returns {Set<number>} the chunk of that name, and all that it imports
 */
function needed_by(name, chunks, index) {
	const found = new Set([chunks.findIndex((chunk) => chunk.isEntry && chunk.name === name)]);
	for (const i of found) chunks[i].imports.forEach((target) => found.add(/** @type {number} */ (index.get(target))));
	return found;
}

/**
 * A chunk that outlives renders also hands out what its modules have at their top, exported or not, so that
 * isolate/gate.js can freeze it: a render may get hold of an instance, and through it of the class. Variables
 * cannot be frozen, so those that change can be read and set, to become what they were.
 *
 * @param {string} code
 */
function with_internals(code) {
	const { program } = parseSync('chunk.cjs', code);
	const names = program.body.flatMap((node) => {
		if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name ?? [];
		if (node.type !== 'VariableDeclaration') return [];
		return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? id.name : []));
	});
	const assigned = assigned_in(program);
	const variables = names.filter((name) => assigned.has(name));
	const lines = [code.trimEnd(), `module.internals = [${names.join(', ')}];`];
	if (variables.length > 0) {
		const set = variables.map((name, i) => `${name} = values[${i}];`).join(' ');
		lines.push(`module.variables = { get: () => [${variables.join(', ')}], set: (values) => { ${set} } };`);
	}
	return `${lines.join('\n')}\n`;
}

/**
 * Names that are assigned to somewhere, in whatever scope.
 *
 * @param {any} node of a syntax tree
 * @param {Set<string>} [found]
 */
function assigned_in(node, found = new Set()) {
	if (Array.isArray(node)) node.forEach((each) => assigned_in(each, found));
	if (typeof node?.type !== 'string') return found;
	const target = { AssignmentExpression: 'left', UpdateExpression: 'argument', ForOfStatement: 'left', ForInStatement: 'left' }[node.type];
	if (target) names_in(node[target], found);
	for (const value of Object.values(node)) if (Object(value) === value) assigned_in(value, found);
	return found;
}

/**
 * @param {any} pattern what is assigned to
 * @param {Set<string>} found
 */
function names_in(pattern, found) {
	if (pattern?.type === 'Identifier') found.add(pattern.name);
	else if (pattern?.type !== 'MemberExpression' && Object(pattern) === pattern) Object.values(pattern).forEach((each) => names_in(each, found));
}

/** @param {Array<{ fileName: string, code: string }>} chunks */
function functions_of(chunks) {
	const parameters = ['require', 'module', 'exports', ...PARAMETERS].join(', ');
	let text = "(function () {\n'use strict';\nreturn ((chunks, start) => start(chunks))([";
	let line = 2;
	const starts = chunks.map((chunk) => {
		const start = line + 3;
		text += `\n// ${chunk.fileName}\nfunction (${parameters}) {\n${chunk.code}\n},`;
		line = start + chunk.code.split('\n').length;
		return start;
	});
	return { text: `${text}\n],`, starts };
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
