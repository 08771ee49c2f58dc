/** Node's `console`: that of the render. Its methods are on a prototype, and ES modules import own properties only. */
export function create() {
	const own = Object.create(console);
	for (const name in console) own[name] = Reflect.get(console, name);
	return own;
}
