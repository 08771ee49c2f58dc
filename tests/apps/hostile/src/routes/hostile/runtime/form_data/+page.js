/** A form of a million fields, as a body and parsed again. */
async function attack(size) {
	const form = new FormData();
	for (let at = 0; at < size; at += 1) form.append(`field${at}`, 'x'.repeat(100));
	const response = new Response(form);
	return [...(await response.formData())].length;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 1e6)) };
}
