import { error, redirect } from '@sveltejs/kit';

export const load = ({ url }) => {
	const at = url.searchParams.get('root');
	if (at === 'error') error(418, 'the root is a teapot');
	if (at === 'throw') throw new Error('secret');
	if (at === 'redirect') redirect(307, '/elsewhere');
	return { root: at };
};
