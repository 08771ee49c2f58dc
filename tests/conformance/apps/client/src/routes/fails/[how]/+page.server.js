import { error, redirect } from '@sveltejs/kit';

export const load = ({ params }) => {
	if (params.how === 'expected') error(410, { message: 'gone', hint: 'look elsewhere' });
	if (params.how === 'unknown') throw new Error('secret');
	if (params.how === 'moved') redirect(307, '../plain/moved');
	if (params.how === 'around') redirect(307, '../fails/moved');
	if (params.how === 'away') redirect(307, 'http://localhost:1/', { external: true });
	if (params.how === 'loop') redirect(307, '../fails/loop');
};
