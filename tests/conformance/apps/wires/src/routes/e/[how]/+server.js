import { error, redirect, fail } from '@sveltejs/kit';

const stream = (chunks) =>
	new ReadableStream({
		async start(controller) {
			for (const chunk of chunks) {
				controller.enqueue(new TextEncoder().encode(chunk));
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			controller.close();
		}
	});
const ends = {
	null200: () => new Response(null, { headers: { 'x-a': '1' } }),
	empty: () => new Response('', { headers: { 'content-type': 'text/plain' } }),
	s201: () => new Response('made', { status: 201, headers: { location: '/e/x', 'content-type': 'text/plain' } }),
	s204: () => new Response(null, { status: 204, headers: { 'x-a': '1' } }),
	s205: () => new Response(null, { status: 205 }),
	s304: () => new Response(null, { status: 304, headers: { etag: '"e"' } }),
	s404: () => new Response('none', { status: 404, headers: { 'content-type': 'text/plain' } }),
	s500: () => new Response('bad', { status: 500, headers: { 'content-type': 'text/plain' } }),
	bytes: () => new Response(new Uint8Array([0, 255, 10]), { headers: { 'content-type': 'application/octet-stream' } }),
	stream: () => new Response(stream(['a', 'b', 'ü']), { headers: { 'content-type': 'text/plain; charset=utf-8' } }),
	sse: () => new Response(stream(['data: 1\n\n', ': c\n\n']), { headers: { 'content-type': 'text/event-stream' } }),
	multi: () => {
		const headers = new Headers({ 'content-type': 'text/plain' });
		headers.append('set-cookie', 'a=1; Path=/');
		headers.append('set-cookie', 'b=2');
		return new Response('multi', { headers });
	},
	both: ({ cookies, setHeaders }) => {
		cookies.set('c', '1');
		setHeaders({ 'x-set': 'event', 'X-Both': 'event' });
		return new Response('both', { headers: { 'x-both': 'own', 'set-cookie': 'own=1', 'content-type': 'text/plain' } });
	},
	type: ({ setHeaders }) => {
		setHeaders({ 'content-type': 'text/css' });
		return new Response('x', { headers: { 'content-type': 'text/plain' } });
	},
	timing: ({ setHeaders }) => {
		setHeaders({ 'server-timing': 'a' });
		setHeaders({ 'Server-Timing': 'b' });
		return new Response('x', { headers: { 'content-type': 'text/plain' } });
	},
	dup: ({ setHeaders }) => {
		setHeaders({ 'x-dup': 'a' });
		setHeaders({ 'X-Dup': 'b' });
	},
	setcookie: ({ setHeaders }) => setHeaders({ 'Set-Cookie': 'a=1' }),
	error: ({ setHeaders, cookies }) => {
		setHeaders({ 'x-before': '1' });
		cookies.set('before', '1');
		error(422, 'un</script>processable', { list: [1] });
	},
	redirect: ({ cookies, setHeaders }) => {
		setHeaders({ 'x-before': '1' });
		cookies.set('before', '1');
		redirect(308, '/h/plain?x=é#y'.replace('é', '%C3%A9'));
	},
	throw: () => {
		throw new Error('secret');
	},
	throwtext: () => {
		throw 'text';
	},
	fail: () => fail(400, { a: 1 }),
	location: () => new Response(null, { status: 307, headers: { location: '//other.test/x' } }),
	etag: ({ setHeaders }) => {
		setHeaders({ etag: '"by event"', 'cache-control': 'no-cache', expires: 'Thu, 01 Jan 1970 00:00:00 GMT', vary: 'x', 'x-gone': '1' });
		return new Response('x', { headers: { 'content-type': 'text/plain' } });
	},
	who: ({ params, url, route, isSubRequest, isDataRequest, locals }) =>
		Response.json({ params, href: url.href, id: route.id, isSubRequest, isDataRequest, order: locals.order }),
	long: () => new Response('line of text\n'.repeat(20000), { headers: { 'content-type': 'text/plain' } }),
	html: () => new Response('<h1>ü</h1>', { headers: { 'content-type': 'text/html' } })
};

export const GET = (event) => ends[event.params.how](event);
export const POST = GET;
