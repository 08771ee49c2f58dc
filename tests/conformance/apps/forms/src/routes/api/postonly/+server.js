import { error, json } from '@sveltejs/kit';

export const POST = async ({ request }) => {
	const body = await request.json().catch(() => error(400, 'no JSON'));
	return json({ got: body }, { status: 201 });
};
