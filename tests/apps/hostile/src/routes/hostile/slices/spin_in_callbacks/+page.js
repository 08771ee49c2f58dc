/** Many timers that are due at once, each with CPU time of its own. */
async function attack(size) {
	const spin = (milliseconds) => {
		for (const end = Date.now() + milliseconds; Date.now() < end; );
	};
	for (let at = 0; at < 1000; at += 1) setTimeout(() => spin(size), 0);
	await new Promise((resolve) => setTimeout(resolve, 1e6));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 300)) };
}
