import { has_same_hidden_values } from './hidden_values.js';
import { check_signal, invalid_type, with_code } from './node_error.js';
import { immediate, timeout } from './timers.js';
import { MIMEParams, MIMEType } from './util_mime.js';
import { parse_env } from './util_parsing.js';
import { types } from './util_types.js';

/** @typedef {(...args: any[]) => any} AnyFunction any: what is wrapped */

/** how objects say what a promisified function returns */
const CUSTOM = Symbol.for('nodejs.util.promisify.custom');

/**
 * Node's `util`. Inspecting and comparing are large, and loaded when they are needed.
 *
 * @param {{ inspecting: () => any, comparing: () => any }} lazy any: packages without types
 */
export function create({ inspecting, comparing }) {
	return {
		MIMEParams,
		MIMEType,
		TextDecoder,
		TextEncoder,
		_extend: (/** @type {object} */ target, /** @type {object} */ source) => Object.assign(target, source),
		aborted,
		callbackify,
		debug: debuglog,
		debuglog,
		deprecate: (/** @type {AnyFunction} */ fn) => fn,
		format: (/** @type {unknown[]} */ ...args) => inspecting().format(...args),
		formatWithOptions: (/** @type {unknown[]} */ ...args) => inspecting().formatWithOptions(...args),
		getCallSites,
		inherits,
		inspect: inspect_function(inspecting),
		isArray: Array.isArray,
		isDeepStrictEqual: (/** @type {unknown} */ a, /** @type {unknown} */ b) =>
			comparing().isDeepStrictEqual(a, b) && has_same_hidden_values(a, b),
		parseEnv: parse_env,
		promisify: Object.assign(promisify, { custom: CUSTOM }),
		stripVTControlCharacters: (/** @type {string} */ text) => inspecting().stripVTControlCharacters(text),
		styleText: (/** @type {string | string[]} */ styles, /** @type {string} */ text) =>
			style_text([styles].flat(), text, inspecting().inspect.colors),
		toUSVString: (/** @type {unknown} */ text) => String(text).toWellFormed(),
		types
	};
}

/** @param {() => any} inspecting */
function inspect_function(inspecting) {
	const inspect = Object.assign((/** @type {unknown[]} */ ...args) => inspecting().inspect(...args), {
		custom: Symbol.for('nodejs.util.inspect.custom')
	});
	for (const name of ['colors', 'defaultOptions', 'styles']) {
		Object.defineProperty(inspect, name, {
			get: () => inspecting().inspect[name],
			set(value) {
				inspecting().inspect[name] = value;
			},
			enumerable: true
		});
	}
	return inspect;
}

/**
 * @param {string[]} styles
 * @param {string} text
 * @param {Record<string, [number, number]>} colors
 */
function style_text(styles, text, colors) {
	return styles.reduceRight((inner, style) => {
		if (style === 'none') return inner;
		if (!colors[style])
			throw Object.assign(
				new TypeError(`The argument 'format' must be a style of inspect.colors. Received '${style}'`),
				{
					code: 'ERR_INVALID_ARG_VALUE'
				}
			);
		const [on, off] = colors[style];
		return `\u001B[${on}m${inner}\u001B[${off}m`;
	}, text);
}

/**
 * @param {any} constructor any: a function that constructs
 * @param {any} parent
 */
function inherits(constructor, parent) {
	if (typeof constructor !== 'function') throw invalid_type('ctor', 'of type function', constructor);
	if (typeof parent !== 'function') throw invalid_type('superCtor', 'of type function', parent);
	if (parent.prototype === undefined)
		throw invalid_type('superCtor.prototype', 'of type object', parent.prototype);
	Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
	Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

/**
 * @param {any} original any: a function that takes a callback
 * @returns {AnyFunction}
 */
function promisify(original) {
	if (typeof original !== 'function') throw invalid_type('original', 'of type function', original);
	// the render's own timers take the callback first
	if (original === setTimeout) return timeout;
	if (original === setImmediate) return immediate;
	if (original[CUSTOM]) {
		if (typeof original[CUSTOM] !== 'function')
			throw invalid_type('util.promisify.custom', 'of type function', original[CUSTOM]);
		return Object.defineProperty(original[CUSTOM], CUSTOM, {
			value: original[CUSTOM],
			configurable: true
		});
	}
	/** @this {unknown} */
	function promised(/** @type {unknown[]} */ ...args) {
		return new Promise((resolve, reject) => {
			original.call(this, ...args, (/** @type {unknown} */ error, /** @type {unknown} */ value) =>
				error ? reject(error) : resolve(value)
			);
		});
	}
	Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
	Object.defineProperty(promised, CUSTOM, { value: promised, configurable: true });
	return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}

/** @param {AnyFunction} original */
function callbackify(original) {
	if (typeof original !== 'function') throw invalid_type('original', 'of type function', original);
	/** @this {unknown} */
	function called_back(/** @type {unknown[]} */ ...args) {
		const callback = args.pop();
		if (typeof callback !== 'function') throw invalid_type('last argument', 'of type function', callback);
		Promise.resolve(original.apply(this, args)).then(
			(value) => queueMicrotask(() => callback(null, value)),
			(error) => queueMicrotask(() => callback(error || falsy_rejection(error)))
		);
	}
	Object.setPrototypeOf(called_back, Object.getPrototypeOf(original));
	return Object.defineProperties(Object.assign(called_back, original), {
		name: { value: `${original.name}Callbackified`, configurable: true },
		length: { value: original.length + 1, configurable: true }
	});
}

/** @param {unknown} reason */
const falsy_rejection = (reason) =>
	Object.assign(with_code(new Error('Promise was rejected with falsy value'), 'ERR_FALSY_VALUE_REJECTION'), {
		reason
	});

/**
 * Where the function was called that calls this one, and so on.
 *
 * @param {number} [count]
 */
function getCallSites(count = 10) {
	const { prepareStackTrace, stackTraceLimit } = Error;
	Error.prepareStackTrace = (_error, sites) => sites;
	Error.stackTraceLimit = count + 1;
	const [, ...sites] = /** @type {NodeJS.CallSite[]} */ (/** @type {unknown} */ (new Error().stack));
	Object.assign(Error, { prepareStackTrace, stackTraceLimit });
	return sites.map((site) => ({
		functionName: site.getFunctionName() ?? '',
		scriptId: '0',
		scriptName: site.getFileName() ?? '',
		lineNumber: site.getLineNumber() ?? 0,
		columnNumber: site.getColumnNumber() ?? 0,
		column: site.getColumnNumber() ?? 0
	}));
}

/** It says nothing: a page has no `NODE_DEBUG`. */
const debuglog = () => Object.assign(() => {}, { enabled: false });

/**
 * Wait until a signal is aborted.
 *
 * @param {AbortSignal} signal
 * @param {object} resource for whose sake one waits; a render ends before it could be collected
 */
async function aborted(signal, resource) {
	if (signal === undefined) throw invalid_type('signal', 'an instance of AbortSignal', signal);
	check_signal(signal);
	if (Object(resource) !== resource) throw invalid_type('resource', 'of type object', resource);
	if (signal.aborted) return;
	const { promise, resolve } = Promise.withResolvers();
	signal.addEventListener('abort', resolve, { once: true });
	return promise;
}
