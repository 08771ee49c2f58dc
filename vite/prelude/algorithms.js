/**
 * The name of an algorithm, in upper case: of a text, or of an object with `name`
 * (https://w3c.github.io/webcrypto/#algorithm-normalization).
 *
 * @param {unknown} algorithm
 */
export function name_of(algorithm) {
	if (Object(algorithm) !== algorithm) return String(algorithm).toUpperCase();
	const name = /** @type {{ name?: unknown }} */ (algorithm).name;
	if (name === undefined) throw new TypeError('an algorithm is its name, or an object with a name');
	return String(name).toUpperCase();
}
