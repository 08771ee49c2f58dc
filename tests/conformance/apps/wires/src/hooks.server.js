import { error, redirect } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';

const mark = (name) => ({ html }) => html.replace('</body>', `<!--#${name}--></body>`);

const act = {
	throw: () => {
		throw new Error('secret');
	},
	error: () => error(451, 'by handle', { more: 1 }),
	redirect: () => redirect(303, '/h/plain?from=handle'),
	external: () => redirect(307, 'https://other.test/', { external: true }),
	response: () => new Response('own', { status: 299, headers: { 'x-own': '1', 'content-type': 'text/plain' } }),
	location: () => new Response(null, { status: 302, headers: { location: '/h/plain' } }),
	notmodified: () => new Response(null, { status: 304, headers: { location: '/x' } }),
	cookieredirect: ({ cookies }) => {
		cookies.set('by', 'handle');
		redirect(302, '/h/plain');
	}
};

async function first({ event, resolve }) {
	const query = event.url.searchParams;
	const how = query.get('first');
	event.locals.order = ['first'];
	if (how in act) return act[how](event);
	if (how === 'headersfirst') event.setHeaders({ 'x-early': '1' });
	const options = {};
	if (query.has('chunk1')) options.transformPageChunk = mark('first');
	if (query.has('empty')) options.transformPageChunk = () => undefined;
	if (query.has('filter1')) options.filterSerializedResponseHeaders = (name) => name === 'x-one';
	if (query.has('preload1')) options.preload = ({ type }) => type === 'css';
	const response = await resolve(event, options);
	if (how === 'after') throw new Error('after');
	if (how === 'errorafter') error(410, 'after');
	if (how === 'redirectafter') redirect(307, '/h/plain');
	if (how === 'twice') return resolve(event);
	if (how === 'status') return new Response(response.body, { status: 207, headers: response.headers });
	if (how === 'delete') response.headers.delete('etag');
	if (how === 'replace') response.headers.set('content-type', 'text/html; charset=utf-8');
	if (how === 'etag') response.headers.set('etag', '"mine"');
	if (how === 'append') response.headers.append('set-cookie', 'raw=1; Path=/');
	response.headers.set('x-order', event.locals.order.join());
	response.headers.set('x-status', String(response.status));
	return response;
}

async function second({ event, resolve }) {
	const query = event.url.searchParams;
	event.locals.order.push('second');
	const how = query.get('second');
	if (how in act) return act[how](event);
	const options = {};
	if (query.has('chunk2')) options.transformPageChunk = async ({ html }) => mark('second')({ html });
	if (query.has('filter2')) options.filterSerializedResponseHeaders = () => true;
	if (query.has('preload2')) options.preload = () => true;
	const response = await resolve(event, options);
	event.locals.order.push('out');
	return response;
}

export const handle = sequence(first, second);

export async function handleFetch({ event, request, fetch }) {
	const url = new URL(request.url);
	const how = url.searchParams.get('fetch');
	if (how === 'rewrite') return fetch(new Request(new URL('/e/echo?rewritten', url), request));
	if (how === 'fake') return Response.json({ faked: request.method }, { headers: { 'x-one': '1', age: '2' } });
	if (how === 'throw') throw new Error('no network');
	if (how === 'error') error(424, 'dependency');
	if (how === 'redirect') redirect(307, '/h/plain');
	if (how === 'header') request.headers.set('x-own', `by ${event.route.id}`);
	if (how === 'origin') request.headers.set('origin', 'https://made.test');
	if (how === 'twice') await fetch(request.clone());
	if (url.hostname.endsWith('other.test')) {
		const headers = { 'access-control-allow-origin': '*', 'x-one': '1' };
		const sent = Object.fromEntries(['cookie', 'origin', 'authorization', 'x-own'].map((name) => [name, request.headers.get(name)]));
		return Response.json({ host: url.host, sent }, { headers });
	}
	return fetch(request);
}

export const handleError = ({ kind, event }) => ({ kind, at: event.route.id, sub: event.isSubRequest });
