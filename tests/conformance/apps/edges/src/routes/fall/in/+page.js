import { error, redirect } from '@sveltejs/kit';

export const load = ({ url, data }) => {
	const how = url.searchParams.get('up');
	if (how === 'throw') throw new Error('of a universal load');
	if (how === 'error') error(420, 'said by up');
	if (how === 'redirect') redirect(302, '/?up');
	return { ...data, up: how ?? 'fine' };
};
