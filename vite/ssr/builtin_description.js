import { createRequire } from 'node:module';
import process from 'node:process';

/**
 * What one of Node's builtin modules exports, or an object in it, as far as it can be written down.
 *
 * @typedef {object} Description
 * @property {true} [is_function] the module is a function
 * @property {string[]} [itself] names under which the module exports itself
 * @property {string[]} [globals] those that are globals of the same name, where there are such
 * @property {string[]} [functions]
 * @property {string[]} [async_functions] their callers are prepared for rejections only
 * @property {Record<string, ClassDescription>} [classes] functions with properties, or with a prototype
 * @property {Record<string, unknown>} [values] constants
 * @property {Record<string, string>} [instances] objects, and the classes that they are instances of
 * @property {Record<string, Description>} [objects]
 *
 * @typedef {object} ClassDescription
 * @property {string} [parent] a class of the same module
 * @property {string[]} methods
 * @property {string[]} fields other names that the prototype has
 * @property {Description} [statics]
 */

/** values whose text is longer are left out: `tls.rootCertificates` has 200 kB */
const MAX_LENGTH = 20_000;

/** Names of constants. Other texts and objects may tell of the machine that builds. */
const CONSTANT = /^(?:[A-Z]\w*|constants|builtinModules)$/;

/** Names that one can write; others are keys of tables, such as the paths of files. */
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** how deep objects in objects are described */
const MAX_DEPTH = 3;

/**
 * Describe what one of Node's builtin modules exports, as the Node that builds has it: so nobody keeps a list.
 *
 * @param {string} name without `node:`
 * @returns {Description} empty if Node does not give the module away, as some do in threads
 */
export const describe_builtin = (name) =>
	quietly(() => {
		const require = createRequire(import.meta.url);
		// part of a public module, which Node must load first
		const [, whole] = /^_([a-z]+)_/.exec(name) ?? [];
		if (whole) require(`node:${whole}`);
		const module = tried(() => require(`node:${name}`)) ?? {};
		const found = describe(module, [], new Map(), module);
		if (found.objects?.promises) found.objects.promises = rejecting(found.objects.promises);
		return name.endsWith('/promises') ? rejecting(found) : found;
	});

/**
 * What is in a module of promises returns one, also where Node has not written it as an asynchronous function.
 *
 * @param {Description} description
 * @returns {Description}
 */
const rejecting = ({ functions = [], async_functions = [], ...rest }) => ({
	...rest,
	async_functions: [...async_functions, ...functions]
});

/**
 * Run a function without the warnings about experimental and deprecated modules: nobody uses them here.
 *
 * @template T
 * @param {() => T} job
 * @returns {T}
 */
function quietly(job) {
	const { emitWarning } = process;
	process.emitWarning = () => {};
	try {
		return job();
	} finally {
		process.emitWarning = emitWarning;
	}
}

/**
 * @param {any} object any: of Node's
 * @param {unknown[]} above the objects that it is in
 * @param {Map<unknown, string>} classes names of the module's classes, by their prototypes
 * @param {unknown} module
 * @returns {Description}
 */
function describe(object, above, classes, module) {
	/** @type {Description} */
	const found = above.length === 0 && typeof object === 'function' ? { is_function: true } : {};
	const all = typeof object === 'function' ? Object.keys(object) : Object.getOwnPropertyNames(object);
	const names = all.filter((name) => IDENTIFIER.test(name));
	const members = names.map((name) => /** @type {const} */ ([name, tried(() => object[name])]));
	if (above.length === 0)
		for (const [name, value] of members)
			if (is_class(value) && value.prototype) classes.set(value.prototype, name);
	for (const [name, value] of members) {
		if (above.length === 0 && Object(value) === value && value === Reflect.get(globalThis, name))
			(found.globals ??= []).push(name);
		if (value === module) (found.itself ??= []).push(name);
		else if (is_class(value)) (found.classes ??= {})[name] = describe_class(value, above, classes, module);
		else if (typeof value === 'function')
			(found[is_async(value) ? 'async_functions' : 'functions'] ??= []).push(name);
		else if (Object(value) !== value || is_data(value)) (found.values ??= {})[name] = constant(name, value);
		else if (classes.has(Object.getPrototypeOf(value)))
			(found.instances ??= {})[name] = String(classes.get(Object.getPrototypeOf(value)));
		else if (above.length < MAX_DEPTH && !above.includes(value))
			(found.objects ??= {})[name] = describe(value, [...above, object], classes, module);
	}
	return found;
}

/**
 * @param {Function} value
 * @param {unknown[]} above
 * @param {Map<unknown, string>} classes
 * @param {unknown} module
 * @returns {ClassDescription}
 */
function describe_class(value, above, classes, module) {
	/** @type {Set<string>} */
	const methods = new Set();
	/** @type {Set<string>} */
	const fields = new Set();
	let { prototype } = value;
	// what it inherits from classes of other modules, such as streams, is described as its own
	do {
		for (const [name, { value: method }] of own_members(prototype))
			(typeof method === 'function' ? methods : fields).add(name);
		prototype = prototype && Object.getPrototypeOf(prototype);
	} while (prototype && prototype !== Object.prototype && !classes.has(prototype));
	methods.delete('constructor');
	const parent = classes.get(prototype);
	const statics = above.length < MAX_DEPTH ? describe(value, [...above, value], classes, module) : {};
	return {
		...(parent && { parent }),
		methods: [...methods],
		fields: [...fields],
		...(Object.keys(statics).length > 0 && { statics })
	};
}

/** @param {object | undefined} prototype */
const own_members = (prototype) => Object.entries(Object.getOwnPropertyDescriptors(prototype ?? {}));

/**
 * @template T
 * @param {() => T} job
 * @returns {T | undefined} undefined if it fails: accessors of classes are for their instances
 */
function tried(job) {
	try {
		return job();
	} catch {
		// nothing that one could read
	}
}

/**
 * True for functions that are more than that: they have properties, or a prototype that is not empty.
 *
 * @param {unknown} value
 * @returns {value is Function}
 */
function is_class(value) {
	if (typeof value !== 'function') return false;
	const { prototype } = value;
	return (
		Object.keys(value).length > 0 ||
		(prototype !== undefined &&
			(Reflect.ownKeys(prototype).some((key) => key !== 'constructor') ||
				Object.getPrototypeOf(prototype) !== Object.prototype))
	);
}

/** @param {Function} value */
const is_async = (value) => Object.prototype.toString.call(value) === '[object AsyncFunction]';

/**
 * True for arrays and objects of nothing but texts, numbers and the like.
 *
 * @param {unknown} value
 * @returns {boolean}
 */
function is_data(value) {
	if (typeof value === 'function' || typeof value === 'symbol') return false;
	if (typeof value !== 'object' || value === null) return true;
	const prototype = Object.getPrototypeOf(value);
	return (
		(prototype === null || prototype === Object.prototype || Array.isArray(value)) &&
		Object.values(value).every(is_data)
	);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function constant(name, value) {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
	if (typeof value === 'object' && Object.values(value).every((each) => typeof each === 'number'))
		return value;
	return CONSTANT.test(name) && JSON.stringify(value)?.length <= MAX_LENGTH ? value : undefined;
}
