/** A loop without end in a microtask that is left behind. */
function attack() {
	Promise.resolve()
		.then(() => {})
		.then(() => {})
		.then(() => {
			for (;;);
		});
	return 'left';
}

export async function load() {
	return { found: await attack() };
}
