import { error, redirect } from '@sveltejs/kit';

export const load = ({ url }) => {
	if (url.searchParams.get('fail') === 'page') error(409, 'conflict');
	if (url.searchParams.get('fail') === 'moved') redirect(307, '/plain/moved');
	if (url.searchParams.get('fail') === 'throw') throw new Error('thrown in the browser');
};
