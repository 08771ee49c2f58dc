import * as environment from '$app/env';
import * as forms from '$app/forms';
import * as navigation from '$app/navigation';
import * as paths from '$app/paths';
import * as state from '$app/state';
import * as svelte from 'svelte';
import * as reactivity from 'svelte/reactivity';
import * as store from 'svelte/store';
import * as internal from 'svelte/internal/server';
import * as server from 'svelte/server';
import * as kit from '@sveltejs/kit';
import { attempt, things_of_the_engine } from './engine.js';

const MARK = 77;

/** all renders have it in common */
const KEY = JSON.parse;

/**
 * Leaves a mark on everything that can be reached from a component, and shows where it finds other marks.
 *
 * @param {any} renderer Svelte's
 * @param {{ user: string }} props
 */
export default function Everything(renderer, props) {
	const modules = { environment, forms, navigation, paths, state, svelte, reactivity, store, internal, server, kit };
	const lazy = { AbortSignal, BroadcastChannel, MessageChannel, performance, process, reportError, setImmediate };
	const globals = { ...lazy, console, fetch, setTimeout, setInterval, clearTimeout, globalThis, self, realm: Function('return this')() };
	const roots = { modules, globals, engine: things_of_the_engine(), renderer, props, contexts: svelte.getAllContexts(), host: __lissome_render };
	const { found, marked, count } = walk(roots, props.user);
	const text = (list) => list.join(' ').replace(/[<&]/g, '');
	renderer.push(`<p>before: ${text(found)}</p><p>after: ${props.user} marked ${marked} of ${count}</p>`);
}

/**
 * @param {object} roots
 * @param {string} user
 */
function walk(roots, user) {
	/** @type {Map<object, string>} */
	const paths = new Map([[roots, '']]);
	const found = [];
	let marked = 0;
	for (const [object, path] of paths) {
		for (const [name, value] of values_of(object)) if (Object(value) === value && !paths.has(value)) paths.set(value, `${path}.${name}`);
		if (Object.hasOwn(object, 'left')) found.push(`${path}:${object.left}`);
		for (const content of contents_of(object)) found.push(`${path}:${content}`);
		if (attempt(() => Reflect.defineProperty(object, 'left', { value: user, writable: true, configurable: true }))) marked += 1;
		fill(object, user);
	}
	return { found, marked, count: paths.size };
}

/**
 * What was left in an object that frozen properties do not protect.
 *
 * @param {any} object
 */
function contents_of(object) {
	return [
		attempt(() => Map.prototype.get.call(object, 'left')),
		attempt(() => WeakMap.prototype.get.call(object, KEY)),
		attempt(() => [...Set.prototype.values.call(object)].filter((value) => Object(value) === value && Object.hasOwn(value, 'left')).map(({ left }) => left).join()),
		attempt(() => (Date.prototype.getTime.call(object) > 1e14 ? 'a date' : '')),
		attempt(() => (RegExp.prototype.exec.call(object, '') && object.lastIndex === MARK ? 'lastIndex' : '')),
		attempt(() => (new DataView(object).getUint8(0) === MARK ? 'a byte' : ''))
	].filter(Boolean);
}

/**
 * @param {any} object
 * @param {string} user
 */
function fill(object, user) {
	attempt(() => Map.prototype.set.call(object, 'left', user));
	attempt(() => WeakMap.prototype.set.call(object, KEY, user));
	attempt(() => Set.prototype.add.call(object, { left: user }));
	attempt(() => Date.prototype.setTime.call(object, 2e14));
	attempt(() => (object instanceof RegExp ? (object.lastIndex = MARK) : null));
	attempt(() => new DataView(object).setUint8(0, MARK));
}

/** @param {any} object */
function* values_of(object) {
	yield ['[[Prototype]]', Object.getPrototypeOf(object)];
	for (const key of Reflect.ownKeys(object)) {
		const { value, get, set } = Object.getOwnPropertyDescriptor(object, key);
		for (const each of [value, get, set]) yield [String(key), each];
		if (get) yield [`${String(key)}()`, attempt(() => object[key])];
	}
	if (object instanceof Map || object instanceof Set) for (const entry of attempt(() => [...object]) ?? []) yield ['entry', entry];
}
