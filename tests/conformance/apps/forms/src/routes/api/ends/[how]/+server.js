import { error, json, redirect, text } from '@sveltejs/kit';

export const GET = ({ params, setHeaders, cookies }) => {
	const { how } = params;
	cookies.set('how', how);
	if (how === 'setheaders') setHeaders({ 'x-set': 'yes', 'cache-control': 'max-age=5' });
	if (how === 'error') error(404, 'no such <thing>');
	if (how === 'errorprops') error(409, 'conflict', { code: 'X' });
	if (how === 'throw') throw new Error('secret');
	if (how === 'redirect') redirect(302, '/elsewhere');
	if (how === 'json') return json({ a: [1, 'é', null] });
	if (how === 'jsonstatus') return json({ made: true }, { status: 201, headers: { 'x-more': '1' } });
	if (how === 'text') return text('plain é');
	if (how === 'empty') return new Response(null, { status: 204 });
	if (how === 'html') return new Response('<h1>hi</h1>', { headers: { 'content-type': 'text/html' } });
	if (how === 'status') return new Response('teapot', { status: 418 });
	if (how === 'location') return new Response(null, { status: 303, headers: { location: '/x' } });
	if (how === 'etag') return new Response('tagged', { headers: { etag: '"v1"', 'cache-control': 'no-cache' } });
	if (how === 'weak') return new Response('tagged', { headers: { etag: 'W/"v1"', 'x-gone': '1' } });
	if (how === 'bytes') {
		return new Response(new Uint8Array([0, 255, 1]), { headers: { 'content-type': 'application/octet-stream' } });
	}
	if (how === 'nothing') return;
	if (how === 'cookies') {
		return new Response('ok', { headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2; Path=/b']] });
	}
	if (how === 'stream') {
		return new Response(
			new ReadableStream({
				async start(controller) {
					for (const part of ['one ', 'two ', 'three']) {
						controller.enqueue(new TextEncoder().encode(part));
						await new Promise((done) => setTimeout(done, 5));
					}
					controller.close();
				}
			}),
			{ headers: { 'content-type': 'text/plain' } }
		);
	}
	if (how === 'events') {
		return new Response('data: 1\n\ndata: 2\n\n', {
			headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }
		});
	}
	return text(`how is ${how}`);
};
