/** A proxy all of whose traps loop, given to a builtin. */
function attack() {
	const traps = new Proxy({}, { get: () => () => { for (;;); } });
	return Object.assign({}, new Proxy({}, traps));
}

export async function load() {
	return { found: await attack() };
}
