/** A loop where the module is evaluated, before there is a load. */
let found = 0;
const building = globalThis.process?.versions?.node; // SvelteKit looks into pages in Node
while (!building && found >= 0) found = (found + 1) % 1000;

export function load() {
	return { found };
}
