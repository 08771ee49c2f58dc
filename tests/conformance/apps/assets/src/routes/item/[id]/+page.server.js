import { redirect } from '@sveltejs/kit';

export const load = ({ params }) => {
	if (params.id === 'gone') redirect(303, '/elsewhere');
	return { id: params.id };
};
