import { error } from '@sveltejs/kit';

export const load = ({ url }) => {
	if (url.searchParams.get('fail') === 'layout') error(403, 'no entry');
	if (url.searchParams.get('fail') === 'secret') throw new Error('secret');
};
