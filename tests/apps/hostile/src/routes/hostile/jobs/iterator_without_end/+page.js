/** An asynchronous iterator that never ends. */
async function attack() {
	let seen = 0;
	for await (const one of (async function* () {
		for (let at = 0; ; at += 1) yield at;
	})()) seen = one;
	return seen;
}

export async function load() {
	return { found: await attack() };
}
