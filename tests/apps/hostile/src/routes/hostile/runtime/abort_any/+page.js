/** Signals that depend on all signals before them. */
function attack(size) {
	let signal = AbortSignal.abort();
	const signals = [];
	for (let at = 0; at < size; at += 1) {
		signals.push((signal = AbortSignal.any([signal, ...signals])));
	}
	return signals.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
