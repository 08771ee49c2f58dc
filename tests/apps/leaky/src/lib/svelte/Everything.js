import * as environment from '$app/env';
import * as forms from '$app/forms';
import * as navigation from '$app/navigation';
import * as paths from '$app/paths';
import * as state from '$app/state';
import * as svelte from 'svelte';
import * as reactivity from 'svelte/reactivity';
import * as store from 'svelte/store';

/**
 * Leaves a mark on everything that can be reached from a component, and shows where it finds other marks.
 *
 * @param {any} renderer Svelte's
 * @param {{ user: string }} props
 */
export default function Everything(renderer, props) {
	const modules = { environment, forms, navigation, paths, state, svelte, reactivity, store };
	const globals = { console, fetch, setTimeout, setInterval, clearTimeout, globalThis, self, realm: Function('return this')() };
	const syntax = [function* () {}, async () => {}, async function* () {}, [].values(), ''.matchAll(/a/g), new Map().entries(), ''[Symbol.iterator]()];
	const made = [new Headers(), new URL('http://x'), new AbortController(), new Event('x'), new Error('x'), new TextEncoder(), new Intl.Segmenter()];
	const roots = { modules, globals, syntax, made, renderer, props, contexts: svelte.getAllContexts(), host: __lissome_host };
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
		if (Reflect.defineProperty(object, 'left', { value: user, writable: true, configurable: true })) marked += 1;
	}
	return { found, marked, count: paths.size };
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

/** @param {() => any} get */
function attempt(get) {
	try {
		return get();
	} catch {
		return undefined;
	}
}
