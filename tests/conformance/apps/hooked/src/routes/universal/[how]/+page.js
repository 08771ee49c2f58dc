import { error, redirect } from '@sveltejs/kit';

export const load = async ({ fetch, params, data, parent, url, route, setHeaders, depends, untrack }) => {
	const { how } = params;
	depends('app:x');
	const text = async (...args) => (await fetch(...args)).text();
	switch (how) {
		case 'plain':
			return { data, path: untrack(() => url.pathname), id: route.id };
		case 'nothing':
			return;
		case 'parent':
			return { parent: await parent() };
		case 'instance':
			return { date: new Date(0).getTime(), fn: typeof (() => 1), map: [...new Map([[1, 2]])] };
		case 'headers':
			setHeaders({ 'x-universal': 'yes', 'cache-control': 'max-age=3' });
			return {};
		case 'error':
			error(417, 'universal', { more: 1 });
		case 'throw':
			throw new Error('secret');
		case 'redirect':
			redirect(307, '/about?from=universal');
		case 'fetch':
			return { got: await text('/api/echo?a=<b>&c="d"') };
		case 'twice':
			return { got: await Promise.all([text('/api/echo?n=1'), text('/api/echo?n=2')]) };
		case 'post':
			return { got: await text('/api/echo', { method: 'POST', body: 'a body', headers: { 'X-Own': 'own' } }) };
		case 'ttl':
			return { got: [await text('/api/echo?ttl=60'), await text('/api/echo?smax'), await text('/api/echo?ttl=60&vary')] };
		case 'bytes':
			return { got: [...new Uint8Array(await (await fetch('/api/bytes')).arrayBuffer())] };
		case 'unread':
			return { status: (await fetch('/api/echo')).status };
		case 'visible': {
			const response = await fetch('/api/echo');
			return { visible: response.headers.get('x-visible'), body: await response.json() };
		}
		case 'hidden': {
			const response = await fetch('/api/echo');
			return { hidden: response.headers.get('x-hidden') };
		}
		case 'missing':
			return { got: (await fetch('/api/throws')).status };
		case 'cross':
			return { got: await text('https://api.other.test/x') };
		case 'corsyes':
			return { got: await text('https://cors.other.test/x?allow=*') };
		case 'corsorigin':
			return { got: await text(`https://cors.other.test/x?allow=${encodeURIComponent(url.origin)}`) };
		case 'nocors':
			return { got: await text('https://cors.other.test/x', { mode: 'no-cors' }) };
		case 'promise':
			return { late: await Promise.resolve('soon') };
	}
	return { how };
};
