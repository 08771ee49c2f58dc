/** Marks of time, and an observer of all. */
function attack(size) {
	new PerformanceObserver(() => {}).observe({ entryTypes: ['mark'] });
	for (let at = 0; at < size; at += 1) performance.mark(`hostile ${at}`);
	return performance.getEntries().length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
