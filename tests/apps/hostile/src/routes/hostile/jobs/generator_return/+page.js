/** An iterator that cannot be closed. */
function attack() {
	const stubborn = function* () {
		try {
			yield 1;
		} finally {
			for (;;) yield 2;
		}
	};
	for (;;) for (const one of stubborn()) if (one) break;
}

export async function load() {
	return { found: await attack() };
}
