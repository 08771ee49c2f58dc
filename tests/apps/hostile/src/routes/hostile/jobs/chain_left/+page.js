/** Microtasks without end, left behind by a page that has returned. */
function attack() {
	const again = () => Promise.resolve().then(again);
	again();
	return 'left';
}

export async function load() {
	return { found: await attack() };
}
