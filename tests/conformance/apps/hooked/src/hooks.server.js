import { error, redirect } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';

let started = 0;

export const init = async () => {
	started += 1;
};

const outer = async ({ event, resolve }) => {
	const { pathname, searchParams } = event.url;
	event.locals.trail = ['outer'];
	event.locals.started = started;
	if (pathname === '/early') return new Response('early', { status: 203, headers: { 'x-early': '1' } });
	if (pathname === '/early/redirect') return new Response(null, { status: 302, headers: { location: '/about' } });
	if (pathname === '/handle/redirect' || searchParams.has('handle-redirect')) {
		event.cookies.set('before', 'redirect');
		redirect(303, '/about?from=handle');
	}
	if (pathname === '/handle/error') error(451, 'not in this hook');
	if (pathname === '/handle/throw') throw new Error('secret of the hook');
	if (pathname === '/handle/nothing') return;
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%lang%', 'de').replace('</body>', '<!--#outer--></body>'),
		filterSerializedResponseHeaders: (name) => name === 'x-visible' || name === 'content-type'
	});
	response.headers.set('x-outer', event.locals.trail.join());
	response.headers.append('set-cookie', 'raw=1');
	if (searchParams.has('late-header')) event.setHeaders({ 'x-late': '1' });
	if (searchParams.has('late-cookie')) event.cookies.set('late', '1');
	response.headers.delete('content-length');
	if (searchParams.has('status')) return new Response('replaced', { status: 202, headers: response.headers });
	return response;
};

const inner = async ({ event, resolve }) => {
	event.locals.trail.push('inner');
	event.locals.route = event.route.id;
	const preload = event.url.searchParams.get('preload');
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('</body>', '<!--#inner--></body>'),
		...(preload === 'none' && { preload: () => false }),
		...(preload === 'all' && { preload: () => true })
	});
	response.headers.set('x-inner', String(response.status));
	return response;
};

export const handle = sequence(outer, inner);

export const handleError = ({ event, kind }) => {
	if (event.url.searchParams.has('hookthrows')) throw new Error('handleError broke');
	if (event.url.searchParams.has('nothing')) return;
	return { kind, path: event.url.pathname, ...(kind === 'unknown' && { message: 'hidden by the hook' }) };
};

export const handleFetch = async ({ event, request, fetch }) => {
	const url = new URL(request.url);
	if (url.hostname === 'api.other.test') {
		return Response.json({ faked: url.pathname, method: request.method, cookie: request.headers.get('cookie') });
	}
	if (url.hostname === 'cors.other.test') {
		const allow = url.searchParams.get('allow');
		return new Response('cross', { headers: allow ? { 'access-control-allow-origin': allow } : {} });
	}
	if (url.searchParams.has('hook')) {
		request.headers.set('x-hooked', event.route.id ?? 'none');
	}
	return fetch(request);
};
