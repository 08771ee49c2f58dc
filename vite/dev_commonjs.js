import fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { parseSync } from 'vite';

/**
 * What Vite is given in the place of a CommonJS module, which its runner cannot evaluate. A render that meets it
 * runs the file itself, afresh like everything else (see dev_graph.js).
 */
export const STAND_IN = '"lissome:commonjs";';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', 'global'];

/**
 * @param {string} file
 * @param {string} code
 */
export function is_commonjs(file, code) {
	if (file.endsWith('.cjs')) return true;
	return file.endsWith('.js') && file.includes('/node_modules/') && !parseSync(file, code).module.hasModuleSyntax;
}

/** Compiled CommonJS files, which all renders have in common, as they have Vite's. */
export class CommonJsFiles {
	/** @type {Map<string, { changed: number, run: Function }>} */
	#compiled = new Map();

	/**
	 * @param {string[]} globals names of what each render gives to its modules
	 * @param {(text: string) => void} warn
	 */
	constructor(globals, warn) {
		this.globals = globals;
		this.warn = warn;
	}

	/** @param {string} file */
	compile(file) {
		const changed = fs.statSync(file).mtimeMs;
		let known = this.#compiled.get(file);
		if (known?.changed !== changed) {
			const run = vm.compileFunction(fs.readFileSync(file, 'utf8'), [...PARAMETERS, ...this.globals], { filename: file });
			known = { changed, run };
			this.#compiled.set(file, known);
		}
		return known.run;
	}
}

/** The CommonJS modules of one render. */
export class CommonJs {
	/** @type {Map<string, { exports: any, filename: string }>} */
	#modules = new Map();

	/**
	 * @param {CommonJsFiles} files
	 * @param {any[]} globals in the order of `files.globals`
	 */
	constructor(files, globals) {
		this.files = files;
		this.globals = globals;
	}

	/**
	 * @param {string} file
	 * @returns {any} what it exports, so far
	 */
	load(file) {
		let module = this.#modules.get(file);
		if (!module) {
			module = { exports: {}, filename: file };
			this.#modules.set(file, module);
			if (file.endsWith('.json')) module.exports = JSON.parse(fs.readFileSync(file, 'utf8'));
			else this.#run(file, module);
		}
		return module.exports;
	}

	/**
	 * @param {string} file
	 * @param {{ exports: any }} module
	 */
	#run(file, module) {
		const native = createRequire(file);
		const require = Object.assign((/** @type {string} */ id) => this.#require(id, native), { resolve: native.resolve });
		const global = this.globals[this.files.globals.indexOf('globalThis')];
		const run = this.files.compile(file);
		run.call(module.exports, module.exports, require, module, file, path.dirname(file), global, ...this.globals);
	}

	/**
	 * @param {string} id
	 * @param {NodeJS.Require} native Node's own, from the same file
	 */
	#require(id, native) {
		if (isBuiltin(id)) return native(id);
		const file = native.resolve(id);
		if (file.endsWith('.json') || is_commonjs(file, fs.readFileSync(file, 'utf8'))) return this.load(file);
		this.files.warn(`${file} is an ES module that a CommonJS module requires. In dev its state is kept from render to render, in production it is not.`);
		return native(id);
	}
}

/**
 * Give a module's namespace the exports of a CommonJS module, by Node's rules.
 *
 * @param {any} namespace
 * @param {any} exports
 */
export function export_all(namespace, exports) {
	const names = Object(exports) === exports ? Object.keys(exports).filter((name) => name !== 'default') : [];
	for (const name of names) Object.defineProperty(namespace, name, { get: () => exports[name], enumerable: true });
	Object.defineProperty(namespace, 'default', { value: exports, enumerable: true });
}
