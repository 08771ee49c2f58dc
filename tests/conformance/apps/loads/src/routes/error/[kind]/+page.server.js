import { error } from '@sveltejs/kit';

export const load = ({ params, cookies, setHeaders }) => {
	cookies.set('seen', params.kind);
	setHeaders({ 'x-before': 'error' });
	if (params.kind === 'status') error(402);
	if (params.kind === 'message') error(403, 'not <you> & "them"');
	if (params.kind === 'props') error(409, 'taken', { code: 'TAKEN', tries: 3 });
	if (params.kind === 'gone') error(410, 'gone');
	if (params.kind === 'server') error(503, 'busy');
	if (params.kind === 'thrown') throw new Error('a secret');
	if (params.kind === 'string') throw 'a text';
	if (params.kind === 'invalid') error(200, 'no error at all');
};
