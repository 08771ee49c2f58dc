/** @import { Change } from './isolate/patchable.js' */
/** @import { Renders } from './dev_graph.js' */
import fs from 'node:fs';
import { find_changes, undo, watch } from './isolate/patchable.js';
import { reachable } from './isolate/realm.js';

/**
 * Builtins whose changes are looked for. Not all that Node has: much of the rest is changed by Node itself, when
 * it is first used.
 */
const BUILTINS = [Object, Function, Array, String, Number, Boolean, BigInt, Symbol, Map, Set, WeakMap, WeakSet, Promise, Date, RegExp, Error, TypeError, RangeError, JSON, Math, Reflect, Intl, Iterator, URL, URLSearchParams];

/**
 * Changes of builtins that renders leave behind in Node. In V8 they are refused or taken back, by the kind of
 * realm (isolate/realm.js, isolate/patchable.js). Here they are taken back too, and told to whoever made them.
 */
export class Leftovers {
	#watched;

	/** @type {Set<string>} */
	#told = new Set();

	/** @param {Renders} renders */
	constructor(renders) {
		this.renders = renders;
		const names = new Map(BUILTINS.flatMap((each) => [[each, name_of(each)], [each.prototype, `${name_of(each)}.prototype`]]));
		const objects = [...reachable(BUILTINS)].filter((object) => names.has(object));
		this.#watched = [...objects, globalThis].map((object) => watch(object, names.get(object) ?? 'globalThis'));
	}

	/**
	 * Take back what a render has changed.
	 *
	 * @returns {string[]} what there is to say about it
	 */
	take_back() {
		const own = (find_changes(this.#watched) ?? []).flatMap((change) => {
			const place = this.#place(change);
			return place ? [{ change, place }] : [];
		});
		undo(own.map(({ change }) => change));
		return own
			.map(({ change, place }) => `${place}: ${path_of(change)} was changed while rendering. It is taken back, as in production, where it makes each render some milliseconds slower.`)
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

	/** @param {string[]} notes on something that is no page, and has no console */
	log(notes) {
		notes.forEach((note) => this.renders.server.config.logger.warn(note));
	}

	/** @param {string} text */
	#is_new(text) {
		return !this.#told.has(text) && this.#told.add(text);
	}

	/**
	 * Where the app changes a property: a line that names it and assigns or defines something. What it does not
	 * name was done by somebody else, a library that Node has loaded for good.
	 *
	 * @param {Change} change
	 * @returns {string} `file:line`, or nothing
	 */
	#place({ key }) {
		if (typeof key !== 'string') return '';
		const writes = new RegExp(`(?:\\.${escaped(key)}\\b\\s*(?:[+\\-*/|&?]*=(?!=))|\\b(?:define\\w*|assign)\\b.*['"\`{ ]${escaped(key)}\\b)`);
		for (const file of this.#sources()) {
			const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((text) => writes.test(text));
			if (line >= 0) return `${this.renders.project.relative(file)}:${line + 1}`;
		}
		return '';
	}

	/** The app's own files that renders have used. */
	#sources() {
		const { environment, project } = this.renders;
		const files = [...environment.moduleGraph.fileToModulesMap.keys()];
		return files.filter((file) => file.startsWith(`${project.kit.files.src}/`) && fs.existsSync(file));
	}
}

/** @param {any} builtin */
const name_of = (builtin) => builtin.name ?? builtin[Symbol.toStringTag];

/** @param {Change} change */
const path_of = ({ watched, key }) => `${watched.name}.${String(key)}`;

/** @param {string} text */
const escaped = (text) => text.replace(/\W/g, '\\$&');
