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
	'equal',
	'fail',
	'ifError',
	'notDeepEqual',
	'notDeepStrictEqual',
	'notEqual',
	'notStrictEqual',
	'rejects',
	'strictEqual',
	'throws'
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
	const assert = assertions(load);
	const strict = assertions(load);
	for (const [loose, name] of Object.entries(STRICT)) strict[loose] = strict[name];
	assert.strict = strict.strict = strict;
	return assert;
}

/**
 * @param {() => Assert} load
 * @returns {Assert}
 */
function assertions(load) {
	/** @param {...unknown} args */
	function ok(...args) {
		if (!args[0]) load().ok(...args);
	}
	/** @type {Assert} */
	const assert = Object.assign((/** @type {unknown[]} */ ...args) => ok(...args), { ok });
	assert.match = (
		/** @type {string} */ text,
		/** @type {RegExp} */ pattern,
		/** @type {unknown} */ message
	) => {
		if (!pattern.test(text)) fail('match', text, pattern, message);
	};
	assert.doesNotMatch = (
		/** @type {string} */ text,
		/** @type {RegExp} */ pattern,
		/** @type {unknown} */ message
	) => {
		if (pattern.test(text)) fail('doesNotMatch', text, pattern, message);
	};
	/** @param {string} operator @param {string} actual @param {RegExp} expected @param {unknown} message */
	function fail(operator, actual, expected, message) {
		if (message instanceof Error) throw message;
		const { AssertionError } = load();
		const verb = operator === 'match' ? 'did not match' : 'was expected to not match';
		const said = message ?? `The input ${verb} the regular expression ${expected}. Input:\n\n'${actual}'\n`;
		const error = new AssertionError({ actual, expected, operator, message: said });
		if (message === undefined) error.generatedMessage = true;
		throw error;
	}
	for (const name of DELEGATED) assert[name] = (/** @type {unknown[]} */ ...args) => load()[name](...args);
	return Object.defineProperty(assert, 'AssertionError', {
		get: () => load().AssertionError,
		enumerable: true
	});
}
