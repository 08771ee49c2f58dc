/** Channels that answer each other for ever. */
function attack(size) {
	const channels = Array.from({ length: size }, () => new BroadcastChannel('hostile'));
	return new Promise(() => {
		for (const channel of channels) channel.onmessage = () => channel.postMessage('again');
		channels[0].postMessage('begin');
	});
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 2)) };
}
