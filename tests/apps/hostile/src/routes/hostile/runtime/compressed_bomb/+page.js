/** A gigabyte of zeros, compressed and decompressed. */
async function attack(size) {
	const zeros = new Uint8Array(1e6);
	let sent = 0;
	const stream = new ReadableStream({
		pull(controller) {
			if ((sent += 1e6) > size) controller.close();
			else controller.enqueue(zeros);
		}
	});
	const through = stream
		.pipeThrough(new CompressionStream('gzip'))
		.pipeThrough(new DecompressionStream('gzip'));
	return (await new Response(through).arrayBuffer()).byteLength;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e9)) };
}
