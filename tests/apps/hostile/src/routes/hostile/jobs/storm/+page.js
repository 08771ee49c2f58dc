/** Microtasks that each add two. */
async function attack() {
	const more = () => {
		queueMicrotask(more);
		queueMicrotask(more);
	};
	more();
	await new Promise((resolve) => setTimeout(resolve, 0));
}

export async function load() {
	return { found: await attack() };
}
