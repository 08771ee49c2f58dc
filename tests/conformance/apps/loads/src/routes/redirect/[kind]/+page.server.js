import { redirect } from '@sveltejs/kit';

export const load = ({ params, cookies, setHeaders }) => {
	cookies.set('seen', params.kind);
	setHeaders({ 'x-before': 'redirect' });
	if (params.kind === 'plain') redirect(302, '/elsewhere');
	if (params.kind === 'query') redirect(303, '/elsewhere?a=1&b=%20#hash');
	if (params.kind === 'relative') redirect(307, '../elsewhere');
	if (params.kind === 'permanent') redirect(308, '/elsewhere');
	if (params.kind === 'unicode') redirect(307, encodeURI('/élsewhere'));
	if (params.kind === 'external') redirect(307, 'https://other.test/x', { external: true });
	if (params.kind === 'refused') redirect(307, 'https://other.test/x');
	if (params.kind === 'slashes') redirect(307, '//other.test/x');
	if (params.kind === 'javascript') redirect(307, 'javascript:alert(1)', { external: true });
	if (params.kind === 'same') redirect(307, 'http://conformance.test/elsewhere');
};
