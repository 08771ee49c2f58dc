/** Microtasks without end, which the page waits for. */
async function attack() {
	for (;;) await null;
}

export async function load() {
	return { found: await attack() };
}
