import { attempt, on } from './ways.js';

/** @import { Way } from './ways.js' */

/** @type {any} the types have neither all classes of the runtime nor what is left on them */
const realm = globalThis;
const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Reflect;
const typed_array = getPrototypeOf(Uint8Array.prototype);
const { get: weak_get, set: weak_set } = WeakMap.prototype;

/** objects that renders share, by the user for whom something is left at one */
const SHARED = new Map([
	['mara-1001', Math],
	['odin-2002', Reflect],
	['pia-3003', Atomics]
]);

/**
 * See what a method of a builtin is called with while the runtime does something.
 *
 * @param {any} holder
 * @param {string} name
 * @param {(values: any[]) => unknown} see gets `this`, and the arguments
 * @param {() => unknown} run
 */
function taking(holder, name, see, run) {
	const before = getOwnPropertyDescriptor(holder, name);
	const method = holder[name];
	/** @this {any} */
	function replacement(/** @type {any[]} */ ...values) {
		defineProperty(holder, name, /** @type {any} */ (before));
		attempt(() => see([this, ...values]));
		const result = apply(method, this, values);
		replace();
		return result;
	}
	const replace = () =>
		defineProperty(holder, name, { value: replacement, writable: true, configurable: true });
	replace();
	attempt(run);
	defineProperty(holder, name, /** @type {any} */ (before));
}

/**
 * Something left on what a method is called with.
 *
 * @param {any} holder
 * @param {string[]} names
 * @param {() => unknown} run
 * @returns {Way}
 */
const taken = (holder, names, run) => ({
	find() {
		let found = '';
		const see = (/** @type {any[]} */ values) => values.forEach((value) => (found ||= value?.left_there ?? ''));
		for (const name of names) taking(holder, name, see, run);
		return found;
	},
	leave(user) {
		const see = (/** @type {any[]} */ values) =>
			values.forEach((value) => attempt(() => (value.left_there = user)));
		for (const name of names) taking(holder, name, see, run);
	}
});

/**
 * A private field that a class puts onto a shared object, because its parent returns that object.
 *
 * @param {string} name of the class
 * @param {(user: string) => unknown[]} values for its constructor
 * @param {string} field the accessor that reads it
 * @returns {Way}
 */
const stamped = (name, values, field) => ({
	find: () => attempt(() => getOwnPropertyDescriptor(realm[name].prototype, field)?.get?.call(JSON)),
	leave(user) {
		const parent = getPrototypeOf(realm[name]);
		attempt(() => setPrototypeOf(realm[name], () => JSON));
		attempt(() => construct(realm[name], values(user)));
		attempt(() => setPrototypeOf(realm[name], parent));
	}
});

/**
 * A handler set on an object that is no target of events.
 *
 * @param {string} class_name
 * @param {string} name
 * @returns {Way}
 */
const handler = (class_name, name) => {
	const accessor = () => /** @type {any} */ (getOwnPropertyDescriptor(realm[class_name].prototype, name));
	return {
		find: () => attempt(() => accessor().get.call(JSON).left),
		leave: (user) => attempt(() => accessor().set.call(JSON, Object.assign(() => {}, { left: user })))
	};
};

/** What of the runtime calls methods of weak maps. */
function use_weak_maps() {
	AbortSignal.abort().onabort = () => {};
	new FinalizationRegistry(() => {}).register({}, 0, {});
	void new DOMException('x').message;
	structuredClone({ a: 1 });
}

/**
 * Ways through what the runtime calls methods of builtins with, or keeps for objects. Nobody sees them, not even the page
 * itself.
 *
 * @type {Record<string, Way>}
 */
export const taken_ways = {
	signal_handler: handler('AbortSignal', 'onabort'),
	port_handler: handler('MessagePort', 'onmessage'),
	registry_tokens: {
		find: () =>
			attempt(() =>
				[...SHARED.keys()].filter((user) =>
					FinalizationRegistry.prototype.unregister.call(JSON, /** @type {any} */ (SHARED.get(user)))
				)
			)?.join(),
		leave: (user) =>
			attempt(() => FinalizationRegistry.prototype.register.call(JSON, {}, 0, SHARED.get(user)))
	},
	called_exception: {
		find: () =>
			attempt(() => getOwnPropertyDescriptor(DOMException.prototype, 'message')?.get?.call(JSON)),
		leave(user) {
			attempt(() => setPrototypeOf(JSON, DOMException.prototype));
			attempt(() => apply(DOMException, JSON, [user, user]));
			attempt(() => setPrototypeOf(JSON, Object.prototype));
		}
	},
	// another order of the same properties
	array_order: {
		find: () => {
			const names = Object.getOwnPropertyNames(Array.prototype);
			return [...SHARED.keys()].find((user, i) => names.at(-1) === ['map', 'filter', 'some'][i]);
		},
		leave(user) {
			const name = ['map', 'filter', 'some'][[...SHARED.keys()].indexOf(user)];
			const before = getOwnPropertyDescriptor(Array.prototype, name);
			attempt(() => Reflect.deleteProperty(Array.prototype, name) && defineProperty(Array.prototype, name, /** @type {any} */ (before)));
		}
	},
	count_size: on(() => new CountQueuingStrategy({ highWaterMark: 1 }).size),
	bytes_size: on(() => new ByteLengthQueuingStrategy({ highWaterMark: 1 }).size),
	stamped_file: stamped('File', (user) => [[], user], 'name'),
	stamped_custom_event: stamped('CustomEvent', (user) => ['x', { detail: user }], 'detail'),
	stamped_message_event: stamped('MessageEvent', (user) => ['x', { data: user }], 'data'),
	stack_patterns: taken(String.prototype, ['replaceAll', 'replace', 'split'], () => console.error(new Error('x'))),
	stack_tests: taken(RegExp.prototype, ['test', 'exec'], () => console.error(new Error('x'))),
	header_patterns: taken(RegExp.prototype, ['test', 'exec'], () => new Headers({ a: ' 1 ' }).get('a')),
	request_patterns: taken(RegExp.prototype, ['test', 'exec'], () => new Request('http://x', { method: 'PUT' })),
	trimmed_headers: taken(String.prototype, ['replace', 'replaceAll'], () => new Headers({ a: ' 1 ' })),
	random_key: taken(typed_array, ['subarray', 'set', 'fill', 'slice'], () => crypto.randomUUID()),
	random_kinds: taken(Array.prototype, ['some'], () => crypto.getRandomValues(new Uint8Array(1))),
	weak_maps: {
		find() {
			let found;
			const see = ([map]) => (found ??= apply(weak_get, map, [JSON])?.left);
			for (const name of ['get', 'set', 'has']) taking(WeakMap.prototype, name, see, use_weak_maps);
			return found;
		},
		leave(user) {
			const see = ([map]) => apply(weak_set, map, [JSON, { left: user }]);
			for (const name of ['get', 'set', 'has']) taking(WeakMap.prototype, name, see, use_weak_maps);
		}
	},
	// a module that fails would fail for all
	shared_modules: {
		find: () => '',
		leave(user) {
			const keys = Array.from({ length: 600 }, (_, i) => i);
			for (const key of keys) {
				attempt(() =>
					defineProperty(Object.prototype, key, {
						set(module) {
							for (const each of [module, ...this, module?.latest])
								attempt(() => Object.assign(each, { has_failed: true, error: new Error(user) }));
							defineProperty(this, key, { value: module, writable: true, configurable: true });
						},
						configurable: true
					})
				);
			}
			const loaded = import('./lazy.js');
			for (const key of keys) attempt(() => Reflect.deleteProperty(Object.prototype, key));
			return attempt(() => loaded.catch(() => {}));
		}
	},
	many_changes: {
		find: () => '',
		leave: (user) => {
			for (let i = 0; i < 3000; i += 1) attempt(() => (realm.Object.prototype[`${user}-${i}`] = i));
			for (let i = 0; i < 3000; i += 1) attempt(() => delete realm.Object.prototype[`${user}-${i}`]);
		}
	}
};
