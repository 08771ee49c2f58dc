/**
 * Decodes values that Python has sent, and has TypeScript judge whether they are of the types that Python promised.
 *
 * stdin: a JSON array of { declarations, type, wire, text }; stdout: the numbers of the cases that are wrong, each with
 * what tsc says.
 */
import fs from 'node:fs';
import { parse } from 'devalue';
import ts from 'typescript';

const FILE = '/cases.ts';

/** @type {Array<{ declarations: Record<string, string>, type: string, wire: 'devalue' | 'JSON', text: string }>} */
const cases = JSON.parse(fs.readFileSync(0, 'utf8'));
// TypeScript takes the first key's type for that of all keys
const MAP = 'declare function map<K>(): <V>(entries: Array<[K, V]>) => Map<K, V>;';
const lines = cases.map(({ declarations, type, wire, text }, i) => {
	const value = wire === 'JSON' ? JSON.parse(text) : parse(text);
	const types = Object.entries(declarations).map(([name, body]) => `export type ${name} = ${body};`);
	return `export namespace c${i} { ${types.join(' ')} export const value: ${type} = ${source(value)}; }`;
});

/**
 * The expression of a value in TypeScript.
 *
 * @param {any} value @returns {string}
 */
function source(value) {
	if (typeof value === 'bigint') return `${value}n`;
	if (typeof value !== 'object' || value === null)
		return typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value);
	if (Array.isArray(value)) return `[${value.map(source).join(', ')}]`;
	if (value instanceof Map) {
		if (!value.size) return 'new Map()';
		const keys = new Set([...value.keys()].map((key) => (typeof key === 'object' ? 'Date' : source(key))));
		return `map<${[...keys].join(' | ')}>()([${[...value].map(source).join(', ')}])`;
	}
	if (value instanceof Set) return value.size ? `new Set([${[...value].map(source).join(', ')}])` : 'new Set()';
	if (value instanceof Date) return `new Date(${Number(value)})`;
	if (value instanceof RegExp) return String(value);
	if (value instanceof URL || value instanceof URLSearchParams)
		return `new ${value.constructor.name}(${JSON.stringify(String(value))})`;
	if (value instanceof ArrayBuffer) return `new ArrayBuffer(${value.byteLength})`;
	if (ArrayBuffer.isView(value)) return `new ${value.constructor.name}(0)`;
	const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${source(member)}`);
	return `{ ${members.join(', ')} }`;
}

/** @type {ts.CompilerOptions} */
const options = {
	strict: true,
	noEmit: true,
	target: ts.ScriptTarget.ESNext,
	lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
	types: []
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.fileExists = (name) => name === FILE || fileExists(name);
host.getSourceFile = (name, ...rest) =>
	name === FILE ? ts.createSourceFile(name, [...lines, MAP].join('\n'), ts.ScriptTarget.ESNext) : getSourceFile(name, ...rest);
const program = ts.createProgram([FILE], options, host);
const wrong = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => ({
	case: file?.getLineAndCharacterOfPosition(start ?? 0).line ?? -1,
	message: ts.flattenDiagnosticMessageText(messageText, '\n'),
	line: file ? lines[file.getLineAndCharacterOfPosition(start ?? 0).line] : ''
}));
console.log(JSON.stringify(wrong));
