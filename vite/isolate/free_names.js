/**
 * Let code read as free names what a render has defined on its global object: `global.Prism = …` in one file, `Prism` in
 * another one or in the text of a function (`new Function`). Each render's `globalThis` is an object of its own
 * (globals.js), and V8 looks for free names on the realm's global object; what that lacks, it finds behind it now.
 *
 * Names that the realm has are not looked up here, so they cost what they did. One that nobody has (`typeof window`) costs
 * a tenth of a microsecond. No code of another render can run meanwhile: what could start it outside of its own render's
 * messages is not there (prelude/base.js).
 *
 * To be called before the realm is frozen, or watched.
 *
 * @returns {(globals: object | null) => void} says whose names are found from now on; null: nobody's
 */
export function find_free_names() {
	const { get, has, set } = Reflect;
	const realm_global = globalThis;
	const nobody = Object.freeze(Object.create(Object.getPrototypeOf(globalThis)));
	/** @type {object} */
	let current = nobody;
	const lookup = new Proxy(nobody, {
		has: (_, name) => has(current, name),
		get: (_, name) => get(current, name),
		set: (target, name, value, receiver) =>
			receiver === realm_global ? set(current, name, value) : set(target, name, value, receiver)
	});
	Object.setPrototypeOf(globalThis, lookup);
	return (globals) => {
		current = globals ?? nobody;
	};
}
