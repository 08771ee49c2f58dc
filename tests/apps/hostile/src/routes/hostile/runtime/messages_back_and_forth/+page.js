/** Two ports that answer each other for ever. */
function attack(size) {
	const { port1, port2 } = new MessageChannel();
	return new Promise(() => {
		port1.onmessage = ({ data }) => port1.postMessage(data);
		port2.onmessage = ({ data }) => port2.postMessage(data);
		port1.postMessage(new Uint8Array(size));
	});
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
