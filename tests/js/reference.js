// What the codec's tests ask of the real devalue, bundled with it into one script.
import * as devalue from 'devalue';

// The engine has no URL; devalue only asks for a tag and a text.
for (const name of ['URL', 'URLSearchParams']) {
	globalThis[name] ??= class {
		constructor(text) {
			this.text = text;
		}
		toString() {
			return this.text;
		}
		toJSON() {
			return name === 'URL' ? this.text : {};
		}
		get [Symbol.toStringTag]() {
			return name;
		}
	};
}

/** Containers are made empty, so that they can refer to each other. */
const create = {
	undefined: () => undefined,
	constant: (value) => value,
	number: (text) => Number(text),
	string: (text) => text,
	bigint: (text) => BigInt(text),
	date: (ms) => new Date(ms),
	bytes: (bytes) => new Uint8Array(bytes),
	buffer: (bytes) => new Uint8Array(bytes).buffer,
	view: (kind, items) => new globalThis[kind](items),
	regexp: (source, flags) => new RegExp(source, flags),
	url: (text) => new URL(text),
	params: (text) => new URLSearchParams(text),
	object: () => ({}),
	array: () => [],
	set: () => new Set(),
	map: () => new Map()
};

const fill = {
	object: (value, at, entries) => entries.forEach(([key, i]) => (value[key] = at(i))),
	array: (value, at, items) => items.forEach((i) => value.push(at(i))),
	set: (value, at, items) => items.forEach((i) => value.add(at(i))),
	map: (value, at, entries) => entries.forEach(([key, i]) => value.set(at(key), at(i)))
};

/**
 * The value of a graph: a list of nodes `[kind, ...]`, which name each other by number. See graphs.py.
 * @param {any[][]} nodes
 */
function build(nodes) {
	const values = nodes.map(([kind, ...rest]) => create[kind](...rest));
	nodes.forEach(([kind, ...rest], i) => fill[kind]?.(values[i], (n) => values[n], ...rest));
	return values[0];
}

/** @param {any[][]} nodes */
export function write(nodes) {
	const value = build(nodes);
	return JSON.stringify([devalue.stringify(value), devalue.uneval(value)]);
}

/** @param {any[][]} nodes */
export function to_json(nodes) {
	try {
		return JSON.stringify(build(nodes)) ?? 'null';
	} catch {
		return 'throws';
	}
}

/** Those of test_against_devalue.py: they take primitives, and answer with things that are empty. */
const reducers = {
	Yes: (value) => value === true && [1],
	Three: (value) => value === 3 && 'three',
	Half: (value) => value === 0.5 && [],
	Nothing: (value) => value === '' && 0,
	Nil: (value) => value === null && {},
	Pair: (value) => Array.isArray(value) && value.length === 2 && 'pair'
};

/** @param {any[][]} nodes */
export const write_encoded = (nodes) => devalue.stringify(build(nodes), reducers);

/** Evaluate JavaScript, and say what came out. @param {string} source */
export const evaluate = (source) => devalue.stringify((0, eval)(`(${source})`));

/** @param {string} json */
export const from_json = (json) => devalue.stringify(JSON.parse(json));

/** @param {string} text */
export const reparse = (text) => devalue.stringify(devalue.parse(text));
