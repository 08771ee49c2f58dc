/** A loop that swallows whatever is thrown. */
function attack() {
	for (;;) {
		try {
			for (;;);
		} catch {
			// what stops it is not to be caught
		} finally {
			continue;
		}
	}
}

export async function load() {
	return { found: await attack() };
}
