/**
 * Node's `util.types`. The language's own functions throw when they are called on what has not the slots that they
 * read, so an object cannot pass for one of another kind; but for those kinds that have no such function.
 */

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;

/**
 * @param {Function} method
 * @param {...unknown} args
 */
const works_on =
	(method, ...args) =>
	(/** @type {unknown} */ value) => {
		try {
			method.call(value, ...args);
			return true;
		} catch {
			return false;
		}
	};

/**
 * @param {object} prototype
 * @param {string | symbol} name of an accessor
 */
const getter = (prototype, name) =>
	/** @type {Function} */ (/** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, name)).get);

/** @param {unknown} value */
const tag = (value) => Object.prototype.toString.call(value).slice('[object '.length, -1);

/**
 * For kinds of objects that `toString` names by a slot, unless they have a name of their own.
 *
 * @param {string} name
 */
const tagged = (name) => (/** @type {unknown} */ value) =>
	typeof value === 'object' && value !== null && !(Symbol.toStringTag in value) && tag(value) === name;

/** @param {...string} names */
const named =
	(...names) =>
	(/** @type {unknown} */ value) =>
		Object(value) === value && names.includes(tag(value));

const typed_array_name = getter(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const is_buffer = works_on(getter(ArrayBuffer.prototype, 'byteLength'));
const is_shared_buffer = works_on(getter(SharedArrayBuffer.prototype, 'byteLength'));
const is_typed_array = (/** @type {unknown} */ value) => typed_array_name.call(value) !== undefined;
const is_boxed = (/** @type {PropertyKey} */ kind, /** @type {Function} */ value_of) => {
	const has_slot = works_on(value_of);
	return (/** @type {unknown} */ value) => typeof value !== kind && has_slot(value);
};
const is_error = tagged('Error');
const never = () => false;

const boxed = {
	isBigIntObject: is_boxed('bigint', BigInt.prototype.valueOf),
	isBooleanObject: is_boxed('boolean', Boolean.prototype.valueOf),
	isNumberObject: is_boxed('number', Number.prototype.valueOf),
	isStringObject: is_boxed('string', String.prototype.valueOf),
	isSymbolObject: is_boxed('symbol', Symbol.prototype.valueOf)
};

const ARRAYS = [
	BigInt64Array,
	BigUint64Array,
	Float16Array,
	Float32Array,
	Float64Array,
	Int16Array,
	Int32Array,
	Int8Array,
	Uint16Array,
	Uint32Array,
	Uint8Array,
	Uint8ClampedArray
].map(({ name }) => [`is${name}`, (/** @type {unknown} */ value) => typed_array_name.call(value) === name]);

export const types = {
	...Object.fromEntries(ARRAYS),
	...boxed,
	isAnyArrayBuffer: (/** @type {unknown} */ value) => is_buffer(value) || is_shared_buffer(value),
	isArgumentsObject: tagged('Arguments'),
	isArrayBuffer: is_buffer,
	isArrayBufferView: ArrayBuffer.isView,
	isAsyncFunction: named('AsyncFunction', 'AsyncGeneratorFunction'),
	isBoxedPrimitive: (/** @type {unknown} */ value) => Object.values(boxed).some((is_one) => is_one(value)),
	isCryptoKey: named('CryptoKey'),
	isDataView: (/** @type {unknown} */ value) => ArrayBuffer.isView(value) && !is_typed_array(value),
	isDate: works_on(Date.prototype.getTime),
	isExternal: never,
	isGeneratorFunction: named('GeneratorFunction', 'AsyncGeneratorFunction'),
	isGeneratorObject: named('Generator', 'AsyncGenerator'),
	isKeyObject: named('KeyObject'),
	isMap: works_on(getter(Map.prototype, 'size')),
	isMapIterator: named('Map Iterator'),
	isModuleNamespaceObject: named('Module'),
	isNativeError: (/** @type {unknown} */ value) => is_error(value) || value instanceof DOMException,
	isPromise: (/** @type {unknown} */ value) => value instanceof Promise,
	isProxy: never, // nothing can tell
	isRegExp: tagged('RegExp'),
	isSet: works_on(getter(Set.prototype, 'size')),
	isSetIterator: named('Set Iterator'),
	isSharedArrayBuffer: is_shared_buffer,
	isTypedArray: is_typed_array,
	isWeakMap: works_on(WeakMap.prototype.has, {}),
	isWeakSet: works_on(WeakSet.prototype.has, {})
};
