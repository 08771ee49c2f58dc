import { error, redirect } from '@sveltejs/kit';

export const load = ({ params }) => {
	if (params.how === 'app') error(403, 'no', { extra: 1 });
	if (params.how === 'unknown') throw new Error('secret');
	if (params.how === 'redirect') redirect(302, '/about');
};

export const actions = {
	throw: () => {
		throw new Error('secret');
	},
	error: () => error(422, 'action error')
};
