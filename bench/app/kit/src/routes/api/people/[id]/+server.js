import { json } from '@sveltejs/kit';

export function GET({ params }) {
	const id = Number(params.id);
	return json({ id, name: `Person ${id}`, mail: `person${id}@example.com`, role: 'member', tags: ['a', 'b', 'c'] });
}
