/** A stream that grows on its way. */
async function attack(size) {
	const growing = new TransformStream({
		transform(chunk, controller) {
			for (;;) controller.enqueue(new Uint8Array(size).fill(chunk[0]));
		}
	});
	const source = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
	return (await new Response(source.pipeThrough(growing)).text()).length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
