/** Two ports that answer each other. */
async function attack(size) {
	const { port1, port2 } = new MessageChannel();
	port1.onmessage = ({ data }) => port1.postMessage(data + 1);
	port2.onmessage = ({ data }) => port2.postMessage(data + 1);
	port1.postMessage(size);
	await new Promise((resolve) => setTimeout(resolve, 1e6));
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0)) };
}
