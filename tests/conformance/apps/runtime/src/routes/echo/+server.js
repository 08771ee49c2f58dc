import { json } from '@sveltejs/kit';

const FORMS = ['multipart/form-data', 'application/x-www-form-urlencoded'];
const described = async (value) =>
	typeof value === 'string' ? value : [value.name, value.type, await value.text()];

export const fallback = async ({ request }) => {
	const type = (request.headers.get('content-type') ?? '').split(';')[0];
	const answer = { method: request.method, type, own: request.headers.get('x-own') };
	if (!FORMS.includes(type))
		return json({ ...answer, bytes: [...new Uint8Array(await request.arrayBuffer())] });
	const fields = [];
	for (const [name, value] of await request.formData()) fields.push([name, await described(value)]);
	return json({ ...answer, fields });
};
