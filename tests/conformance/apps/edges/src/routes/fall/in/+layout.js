import { error, redirect } from '@sveltejs/kit';

export const load = ({ url, data }) => {
	const how = url.searchParams.get('u2');
	if (how === 'throw') throw new Error('of a universal load');
	if (how === 'error') error(420, 'said by u2');
	if (how === 'redirect') redirect(302, '/?u2');
	return { ...data, u2: how ?? 'fine' };
};
