/** Waits for nothing again and again, beside ten thousand timers of a day: the host looks at all of them each time. */
export async function load({ url }) {
	const size = Number(url.searchParams.get('size') ?? 9900);
	for (let at = 0; at < size; at += 1) setTimeout(() => {}, 86_400_000);
	for (;;) await new Promise((resolve) => setTimeout(resolve, 0));
}
