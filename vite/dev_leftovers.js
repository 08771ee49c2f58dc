/** @import { Change } from './isolate/patchable.js' */
/** @import { Renders } from './dev_graph.js' */
import fs from 'node:fs';
import process from 'node:process';
import vm from 'node:vm';
import { Console } from './isolate/console.js';
import { Host } from './isolate/host.js';
import { find_changes, is_method, undo, watch } from './isolate/patchable.js';
import { hidden, reachable } from './isolate/realm.js';
import { create_scope } from './isolate/scope.js';

/** Vite and Node set these too. */
const SETTINGS = ['prepareStackTrace', 'stackTraceLimit'];

/** Svelte and kit change nothing, but name much. */
const PACKAGES = /\/node_modules\/(?!svelte\/|@sveltejs\/|lissome\/)/;

/** @returns {Map<object, string>} all that belongs to the language, by itself or behind something that does */
function language() {
	// a new realm has that, and nothing of Node's
	const names = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)').filter((/** @type {string} */ name) => !['globalThis', 'console'].includes(name));
	const found = named(names);
	for (const object of reachable([...found.keys(), ...hidden()])) {
		if (!found.has(object)) found.set(object, object[Symbol.toStringTag] ? `${object[Symbol.toStringTag]}.prototype` : object.name || 'an intrinsic');
	}
	return found;
}

/** @returns {Map<object, string>} what Node has besides */
function of_node() {
	const found = named(Object.getOwnPropertyNames(globalThis).filter((name) => !['process', 'localStorage', 'sessionStorage'].includes(name)));
	for (const sample of [new URLSearchParams().entries(), new Headers().entries()]) found.set(Object.getPrototypeOf(sample), 'an iterator');
	return found.set(crypto.subtle, 'crypto.subtle').set(process.env, 'process.env').set(Object.getPrototypeOf(globalThis), 'globalThis.__proto__').set(globalThis, 'globalThis');
}

/** @returns {Map<object, string>} what renders get from us; in V8 that is frozen */
function ours() {
	const scope = Object.getPrototypeOf(create_scope(new Host({ locate: String, drawing: null })));
	const found = new Map([[scope, 'globalThis.__proto__'], [Object.getPrototypeOf(scope), 'globalThis.__proto__']]);
	for (const [object, name] of [[Console.prototype, 'console.__proto__'], [Host.prototype, 'a host']]) {
		for (const { value } of Object.values(Object.getOwnPropertyDescriptors(object))) if (value) found.set(value, name);
		found.set(object, name);
	}
	return found;
}

/**
 * @param {string[]} names of globals
 * @returns {Map<object, string>} their values, and the prototypes of classes
 */
function named(names) {
	const found = new Map();
	for (const name of names) {
		const value = globalThis[name];
		if (Object(value) !== value) continue;
		found.set(value, name);
		if (value.prototype) found.set(value.prototype, `${name}.prototype`);
	}
	return found;
}

/**
 * Changes of builtins that renders leave behind in Node. In V8 they are refused or taken back, by the kind of
 * realm (isolate/realm.js, isolate/patchable.js). Here they are taken back too, and told to whoever made them.
 */
export class Leftovers {
	#watched;

	/** so many that one only looks at them when they have more properties than before */
	#methods;

	/** @type {Set<object>} those that Node, or a library that it has loaded for good, may change at any time */
	#nodes;

	/** @type {Set<string>} */
	#told = new Set();

	/** @param {Renders} renders */
	constructor(renders) {
		this.renders = renders;
		const own = new Map([...language(), ...ours()]);
		const nodes = [...of_node()].filter(([object]) => !own.has(object));
		const all = [...own, ...nodes].filter(([object]) => Object.isExtensible(object)).map(([object, name]) => watch(object, name));
		this.#methods = all.filter(({ object }) => is_method(object));
		this.#watched = all.filter(({ object }) => !is_method(object));
		this.#nodes = new Set(nodes.map(([object]) => object));
	}

	/**
	 * Take back what a render has changed.
	 *
	 * @returns {string[]} what there is to say about it
	 */
	take_back() {
		const methods = this.#methods.filter(({ object, keys }) => Reflect.ownKeys(object).length !== keys.length);
		const changes = find_changes([...this.#watched, ...methods]) ?? [];
		const own = changes.map((change) => ({ change, place: this.#place(change) })).filter(({ change, place }) => place || !this.#may_be_nodes(change));
		undo(own.map(({ change }) => change));
		/^/.test(''); // what RegExp.$1 and its like hold
		performance.clearMarks();
		performance.clearMeasures();
		return own
			.map(({ change, place }) => `${place || 'what was rendered'}: ${path_of(change)} was changed while rendering. It is taken back, as in production, where it makes each render some milliseconds slower.`)
			.filter((text) => this.#is_new(text));
	}

	/**
	 * @param {string[]} stacks of the calls that started timers which are still there
	 * @returns {string[]} what there is to say about them
	 */
	timers(stacks) {
		return stacks
			.map((stack) => this.renders.locate(stack).split('\n').find((line) => /\bsrc\//.test(line)))
			.flatMap((line) => (line ? [`${line.replace(/^.*?(?=src\/)|(?::\d+)?\)?$/g, '')}: a timer was started while rendering. It ends with the render; start it in onMount or $effect.`] : []))
			.filter((text) => this.#is_new(text));
	}

	/** @param {Change} change that nothing of what is rendered names */
	#may_be_nodes({ watched, key }) {
		return this.#nodes.has(watched.object) || (watched.object === Error && SETTINGS.includes(String(key)));
	}

	/** @param {string[]} notes on something that is no page, and has no console */
	log(notes) {
		notes.forEach((note) => this.renders.server.config.logger.warn(note));
	}

	/** @param {string} text */
	#is_new(text) {
		return !this.#told.has(text) && this.#told.add(text);
	}

	/**
	 * Where a property is changed, in the app or its packages: a line that names it and assigns or defines something,
	 * or else one that names it.
	 *
	 * @param {Change} change
	 * @returns {string} `file:line`, or nothing
	 */
	#place({ key }) {
		if (typeof key !== 'string') return '';
		const name = escaped(key);
		const writes = new RegExp(`(?:\\.${name}\\b\\s*(?:[+\\-*/|&?]*=(?!=))|\\b(?:define\\w*|assign)\\b.*['"\`{ ]${name}\\b)`);
		return this.#line(writes) || this.#line(new RegExp(`\\b${name}\\b`));
	}

	/**
	 * @param {RegExp} pattern
	 * @returns {string} the first place where it matches
	 */
	#line(pattern) {
		for (const file of this.#sources()) {
			const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((text) => pattern.test(text));
			if (line >= 0) return `${this.renders.project.relative(file)}:${line + 1}`;
		}
		return '';
	}

	/** The files that renders have used: the app's own first, then those of packages. */
	#sources() {
		const { environment, project } = this.renders;
		const files = [...environment.moduleGraph.fileToModulesMap.keys()].filter((file) => fs.existsSync(file));
		const is_own = (/** @type {string} */ file) => file.startsWith(`${project.kit.files.src}/`);
		return [...files.filter(is_own), ...files.filter((file) => !is_own(file) && PACKAGES.test(file))];
	}
}

/** @param {Change} change */
const path_of = ({ watched, key }) => `${watched.name}.${String(key)}`;

/** @param {string} text */
const escaped = (text) => text.replace(/\W/g, '\\$&');
