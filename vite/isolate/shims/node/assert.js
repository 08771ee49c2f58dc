import { invalid_type } from './node_error.js';

/**
 * The package `assert`, as far as it is used here. any: its types are those of Node's module.
 *
 * @typedef {Record<string, any>} Assert
 */

const DELEGATED = [
	'deepEqual',
	'deepStrictEqual',
	'doesNotReject',
	'doesNotThrow',
	'fail',
	'ifError',
	'notDeepEqual',
	'notDeepStrictEqual',
	'notStrictEqual',
	'strictEqual'
];

/** `assert.strict.equal` is `assert.strictEqual`, and so on. */
const STRICT = {
	deepEqual: 'deepStrictEqual',
	equal: 'strictEqual',
	notDeepEqual: 'notDeepStrictEqual',
	notEqual: 'notStrictEqual'
};

/**
 * Node's `assert`: the package of that name, which is loaded when it is needed. An assertion that holds does without.
 *
 * @param {{ load: () => Assert }} lazy
 */
export function create({ load }) {
	/** @param {...unknown} args */
	function ok(...args) {
		if (!args[0]) load().ok(...args);
	}
	/** @type {Assert} */
	const assert = Object.assign((/** @type {unknown[]} */ ...args) => ok(...args), { ok });
	for (const name of DELEGATED) assert[name] = (/** @type {unknown[]} */ ...args) => load()[name](...args);
	Object.assign(assert, comparisons(load), patterns(load), exceptions(load));
	Object.defineProperty(assert, 'AssertionError', {
		get: () => load().AssertionError,
		enumerable: true
	});
	/** @type {Assert} */
	const strict = (/** @type {unknown[]} */ ...args) => ok(...args);
	Object.defineProperties(strict, Object.getOwnPropertyDescriptors(assert));
	for (const [loose, name] of Object.entries(STRICT)) strict[loose] = strict[name];
	assert.strict = strict.strict = strict;
	return assert;
}

/**
 * The package's are of a time when NaN was not equal to itself.
 *
 * @param {() => Assert} load
 */
const comparisons = (load) => ({
	equal: (/** @type {unknown[]} */ ...args) => {
		if (!are_nan(args)) load().equal(...args);
	},
	notEqual: (/** @type {unknown[]} */ ...args) => {
		if (!are_nan(args)) load().notEqual(...args);
		else fail(load, { operator: '!=', actual: NaN, expected: NaN, message: args[2] }, 'NaN != NaN');
	}
});

/** @param {unknown[]} args */
const are_nan = ([actual, expected]) => Number.isNaN(actual) && Number.isNaN(expected);

/** @param {() => Assert} load */
function patterns(load) {
	const assertion =
		(/** @type {'match' | 'doesNotMatch'} */ operator) =>
		(/** @type {unknown} */ actual, /** @type {RegExp} */ expected, /** @type {unknown} */ message) => {
			if (!(expected instanceof RegExp)) throw invalid_type('regexp', 'an instance of RegExp', expected);
			const is_text = typeof actual === 'string';
			if (is_text && expected.test(actual) === (operator === 'match')) return;
			const text = is_text
				? `${mismatch(operator, expected)} Input:\n\n'${actual}'\n`
				: `The "string" argument must be of type string. Received type ${typeof actual} (${String(actual)})`;
			fail(load, { operator, actual, expected, message }, text);
		};
	return { doesNotMatch: assertion('doesNotMatch'), match: assertion('match') };
}

/**
 * @param {'match' | 'doesNotMatch'} operator
 * @param {RegExp} pattern
 */
const mismatch = (operator, pattern) =>
	`The input ${operator === 'match' ? 'did not match' : 'was expected to not match'} the regular expression ${pattern}.`;

/**
 * The package throws an error that is another one than what is expected. Node says so, with an AssertionError.
 *
 * @param {() => Assert} load
 */
function exceptions(load) {
	const assertion = (/** @type {'throws' | 'rejects'} */ operator) => {
		/** @param {unknown} fn @param {...unknown} rest */
		const assert = (fn, ...rest) => {
			const [expected, message] = rest;
			const judged = is_callable(expected)
				? [judge(load, operator, expected, message), ...rest.slice(1)]
				: rest;
			return load()[operator](fn, ...judged);
		};
		return assert;
	};
	return { rejects: assertion('rejects'), throws: assertion('throws') };
}

/**
 * @param {unknown} expected
 * @returns {expected is Function | RegExp}
 */
const is_callable = (expected) => typeof expected === 'function' || expected instanceof RegExp;

/**
 * Make the function that judges an error, for the package.
 *
 * @param {() => Assert} load
 * @param {string} operator
 * @param {any} expected any: a pattern, a class, or a function that judges
 * @param {unknown} message
 */
function judge(load, operator, expected, message) {
	// these do not throw an error that is given for a message
	const said = message instanceof Error ? String(message) : message;
	const judging = (/** @type {unknown} */ actual) => {
		const complaint = complaint_about(actual, expected);
		if (complaint !== undefined) fail(load, { operator, actual, expected, message: said }, complaint);
		return true;
	};
	// the package names the class that it has expected
	return Object.defineProperty(judging, 'name', { value: expected.name ?? '' });
}

/**
 * @param {any} actual any: what was thrown
 * @param {any} expected any: as above
 * @returns {string | undefined} nothing: it is what is expected
 */
function complaint_about(actual, expected) {
	if (expected instanceof RegExp)
		return expected.test(actual)
			? undefined
			: `${mismatch('match', expected)} Input:\n\n'${String(actual)}'\n`;
	if (expected.prototype !== undefined && actual instanceof expected) return;
	const is_error = actual instanceof Error;
	if (Object.prototype.isPrototypeOf.call(Error, expected)) {
		const received = is_error
			? `"${actual.name}"\n\nError message:\n\n${actual.message}`
			: `"${String(actual)}"`;
		return `The error is expected to be an instance of "${expected.name}". Received ${received}`;
	}
	const verdict = expected.call({}, actual);
	if (verdict === true) return;
	const name = expected.name ? `"${expected.name}" ` : '';
	const caught = is_error ? `\n\nCaught error:\n\n${actual}` : '';
	return `The ${name}validation function is expected to return "true". Received ${String(verdict)}${caught}`;
}

/**
 * @param {() => Assert} load
 * @param {{ operator: string, actual: unknown, expected: unknown, message: unknown }} failure
 * @param {string} text what is said if the caller says nothing
 * @returns {never}
 */
function fail(load, { message, ...failure }, text) {
	if (message instanceof Error) throw message;
	const { AssertionError } = load();
	const error = new AssertionError({ ...failure, message: message ?? text });
	error.generatedMessage = message === undefined;
	throw error;
}
