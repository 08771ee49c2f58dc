/** How Node's `util.inspect` shows objects of the web: their fields are private, or accessors. */

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

/**
 * Fields by the classes that have them.
 *
 * @type {Record<string, string>}
 */
const FIELDS = {
	AbortController: 'signal',
	AbortSignal: 'aborted',
	Blob: 'size type',
	File: 'size type name lastModified',
	Request:
		'method url headers destination referrer referrerPolicy mode credentials cache redirect integrity keepalive signal',
	Response: 'status statusText headers body bodyUsed ok redirected type url',
	URL: 'href origin protocol username password host hostname port pathname search searchParams hash'
};

/** @typedef {(value: unknown, options: object) => string} Inspect */

/**
 * @param {string} name of a class, which an app may not have
 * @param {(value: any, inspect: (inner: unknown) => string) => string} text any: of the class
 */
function show(name, text) {
	const { prototype } = Reflect.get(globalThis, name) ?? {};
	if (!prototype) return;
	/**
	 * @this {object}
	 * @param {number | null} depth
	 * @param {object} options
	 * @param {Inspect} inspect
	 */
	function custom(depth, options, inspect) {
		const is_too_deep = depth !== null && depth < 0;
		// a prototype has no values
		if (is_too_deep || Object.hasOwn(this, CUSTOM)) return this;
		return `${this.constructor.name} ${text(this, (inner) => inspect(inner, { ...options, depth }))}`;
	}
	Object.defineProperty(prototype, CUSTOM, { value: custom, writable: true, configurable: true });
}

for (const [name, fields] of Object.entries(FIELDS))
	show(name, (value, inspect) =>
		inspect(Object.fromEntries(fields.split(' ').map((field) => [field, value[field]])))
	);
show('Headers', (headers, inspect) => inspect(Object.fromEntries(headers)));
show('URLSearchParams', (search, inspect) => {
	const pairs = Array.from(search, ([name, value]) => `${inspect(name)} => ${inspect(value)}`);
	return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}';
});
