/**
 * Structured clones (https://html.spec.whatwg.org/#structuredserializewithtransfer). They stay in the isolate, so a copy is
 * made at once. A Proxy is copied as what it stands for: code cannot tell.
 */
import { checked_options, require_arguments } from './arguments.js';
import { clone_error, refused } from './clone_refusals.js';
import { expose } from './expose.js';
import { frozen } from './frozen.js';

/**
 * @typedef {Map<unknown, unknown>} Copies what has been copied, or moved, with its copy
 *
 * @typedef {{ copy: object, move(): void }} Transfer the object that takes the place of another one, and what makes it do so
 */

/** @type {ReadonlyArray<[type: Function, clone: (value: any) => object]>} of the prelude's classes; any: by the class */
let cloners = frozen([]);

/** @type {ReadonlyArray<[type: Function, transfer: (value: any) => Transfer]>} as above */
let transferrers = frozen([[ArrayBuffer, transfer_buffer]]);

/**
 * @param {Function} type
 * @param {(value: any) => object} copy any: an instance
 */
export function add_cloner(type, copy) {
	cloners = frozen([...cloners, [type, copy]]);
}

/**
 * @param {Function} type
 * @param {(value: any) => Transfer} transfer any: an instance
 */
export function add_transferrer(type, transfer) {
	transferrers = frozen([...transferrers, [type, transfer]]);
}

const ERRORS = Object.freeze([
	'EvalError',
	'RangeError',
	'ReferenceError',
	'SyntaxError',
	'TypeError',
	'URIError'
]);

/**
 * Objects without properties that would be copied. The functions throw a TypeError if only the prototype is that of the
 * class.
 *
 * @type {Array<[type: Function, clone: (value: any) => object]>} any: by the class
 */
const SIMPLE = frozen([
	[Date, (value) => new Date(Date.prototype.getTime.call(value))],
	[RegExp, ({ source, flags }) => new RegExp(source, flags)],
	[Boolean, (value) => new Object(Boolean.prototype.valueOf.call(value))],
	[Number, (value) => new Object(Number.prototype.valueOf.call(value))],
	[String, (value) => new Object(String.prototype.valueOf.call(value))],
	[BigInt, (value) => new Object(BigInt.prototype.valueOf.call(value))],
	[SharedArrayBuffer, (value) => value]
]);

/** @type {(value: object) => string | undefined} the name of a typed array's class, whichever heir it is of */
const typed_array_name = (value) =>
	Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, value);

/**
 * Copy a value, and move what is transferred.
 *
 * @param {unknown} value
 * @param {unknown} [transfer]
 * @returns {{ copy: any, transferred: object[] }} any: by the value
 */
export function clone_with(value, transfer = []) {
	/** @type {Copies} */
	const copies = new Map();
	const transfers = transfers_of(transfer).map((each) => {
		if (copies.has(each)) throw clone_error('an object is to be transferred twice');
		const made = transfer_of(each);
		copies.set(each, made.copy);
		return made;
	});
	const copy = clone(value, copies);
	for (const { move } of transfers) move();
	return { copy, transferred: transfers.map((each) => each.copy) };
}

/**
 * @param {unknown} transfer
 * @returns {object[]}
 */
function transfers_of(transfer) {
	if (Object(transfer) !== transfer || !(Symbol.iterator in /** @type {object} */ (transfer)))
		throw new TypeError('what is to be transferred is given as an array');
	const objects = [.../** @type {Iterable<object>} */ (transfer)];
	if (!objects.every((each) => Object(each) === each)) throw new TypeError('only objects can be transferred');
	return objects;
}

/**
 * @param {object} value
 * @returns {Transfer}
 */
function transfer_of(value) {
	const [, transfer] = transferrers.find(([type]) => value instanceof type) ?? [];
	if (!transfer) throw clone_error('only buffers, ports and streams can be transferred');
	return transfer(value);
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Transfer}
 */
function transfer_buffer(buffer) {
	return { copy: clone_buffer(buffer), move: () => void buffer.transfer() };
}

/** @param {ArrayBuffer} buffer */
function clone_buffer(buffer) {
	if (buffer.detached) throw clone_error('the buffer has been transferred already');
	const { byteLength, maxByteLength, resizable } = buffer;
	if (!resizable) return buffer.slice();
	const copy = new ArrayBuffer(byteLength, { maxByteLength });
	new Uint8Array(copy).set(new Uint8Array(buffer));
	return copy;
}

/**
 * https://html.spec.whatwg.org/#structuredserializeinternal
 *
 * @param {unknown} value
 * @param {Copies} copies
 * @returns {unknown}
 */
function clone(value, copies) {
	if (typeof value === 'symbol' || typeof value === 'function')
		throw clone_error(`a ${typeof value} cannot be cloned`);
	if (typeof value !== 'object' || value === null) return value;
	if (copies.has(value)) return copies.get(value);
	const prototype = Object.getPrototypeOf(value);
	if (Array.isArray(value)) return clone_properties(value, empty_array(value.length), copies);
	if (prototype === Object.prototype || prototype === null) return clone_properties(value, {}, copies);
	if (ArrayBuffer.isView(value)) return clone_view(value, copies);
	if (value instanceof Map) return clone_map(value, copies);
	if (value instanceof Set) return clone_set(value, copies);
	if (value instanceof Error) return clone_an_error(value, copies);
	const copy = value instanceof ArrayBuffer ? clone_buffer(value) : clone_simple(value);
	if (!copy) return clone_properties(value, {}, copies);
	copies.set(value, copy);
	return copy;
}

/** @param {number} length */
function empty_array(length) {
	/** @type {unknown[]} */
	const array = [];
	array.length = length;
	return array;
}

/** @param {object} value */
function clone_simple(value) {
	const [, make] = [...SIMPLE, ...cloners].find(([type]) => value instanceof type) ?? [];
	if (make) return make(value);
	const what = refused(value);
	if (what) throw clone_error(`${what} cannot be cloned`);
	return null;
}

/**
 * @param {object} value
 * @param {object} copy
 * @param {Copies} copies
 */
function clone_properties(value, copy, copies) {
	copies.set(value, copy);
	for (const key of Object.keys(value)) {
		// a getter that has been called already may have deleted it
		if (!Object.hasOwn(value, key)) continue;
		const property = clone(Reflect.get(value, key), copies);
		if (key === '__proto__') Object.defineProperty(copy, key, { value: property, ...ORDINARY });
		else Reflect.set(copy, key, property);
	}
	return copy;
}

const ORDINARY = Object.freeze({ writable: true, enumerable: true, configurable: true });

/**
 * @param {ArrayBufferView} view
 * @param {Copies} copies
 */
function clone_view(view, copies) {
	const buffer = /** @type {ArrayBuffer} */ (clone(view.buffer, copies));
	const name = typed_array_name(view);
	const copy = name
		? new /** @type {any} */ (globalThis)[name](
				buffer,
				view.byteOffset,
				/** @type {Uint8Array} */ (view).length
			)
		: new DataView(buffer, view.byteOffset, view.byteLength);
	copies.set(view, copy);
	return copy;
}

/**
 * @param {Map<unknown, unknown>} map
 * @param {Copies} copies
 */
function clone_map(map, copies) {
	const entries = [...Map.prototype.entries.call(map)];
	const copy = new Map();
	copies.set(map, copy);
	for (const [key, value] of entries) copy.set(clone(key, copies), clone(value, copies));
	return copy;
}

/**
 * @param {Set<unknown>} set
 * @param {Copies} copies
 */
function clone_set(set, copies) {
	const members = [...Set.prototype.values.call(set)];
	const copy = new Set();
	copies.set(set, copy);
	for (const member of members) copy.add(clone(member, copies));
	return copy;
}

/**
 * @param {Error} error
 * @param {Copies} copies
 */
function clone_an_error(error, copies) {
	const message = Object.getOwnPropertyDescriptor(error, 'message')?.value;
	const text = message === undefined ? undefined : `${message}`;
	const copy =
		error instanceof DOMException
			? new DOMException(error.message, error.name)
			: new /** @type {any} */ (globalThis)[ERRORS.includes(error.name) ? error.name : 'Error'](text);
	copies.set(error, copy);
	define(copy, 'stack', `${error.stack}`);
	if (Object.hasOwn(error, 'cause')) define(copy, 'cause', clone(error.cause, copies));
	return copy;
}

/**
 * @param {object} object
 * @param {string} key
 * @param {unknown} value
 */
function define(object, key, value) {
	Object.defineProperty(object, key, { value, writable: true, configurable: true });
}

expose({
	/**
	 * @param {unknown} value
	 * @param {StructuredSerializeOptions | null} [options]
	 */
	structuredClone(value, options) {
		require_arguments('structuredClone', arguments.length, 1);
		const { transfer } = checked_options('structuredClone', options);
		return clone_with(value, transfer).copy;
	}
});
