/** An event whose listener dispatches it again. */
function attack(size) {
	const target = new EventTarget();
	let left = size;
	target.addEventListener('x', () => {
		left -= 1;
		if (left) target.dispatchEvent(new Event('x'));
	});
	for (;;) target.dispatchEvent(new Event('x'));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
