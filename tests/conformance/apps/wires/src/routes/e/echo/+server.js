const NAMES = ['accept', 'accept-language', 'authorization', 'cookie', 'origin', 'referer', 'content-type', 'x-own', 'x-sveltekit-action', 'user-agent', 'content-length'];

export const fallback = async ({ request, url, cookies, isSubRequest, isDataRequest, route, params, getClientAddress }) => {
	const headers = Object.fromEntries(NAMES.map((name) => [name, request.headers.get(name)]));
	if (headers['user-agent'] !== null) headers['user-agent'] = 'some';
	if (url.searchParams.has('setcookie')) cookies.set('echo', 'set', { httpOnly: false, maxAge: 60 });
	const body = await request.text();
	const answer = { method: request.method, href: url.href, headers, flags: [isSubRequest, isDataRequest], id: route.id, params, body, length: body.length };
	return Response.json(answer, {
		status: Number(url.searchParams.get('status') ?? 200),
		headers: {
			'x-one': '1',
			'x-two': '2',
			...(url.searchParams.has('cache') && { 'cache-control': url.searchParams.get('cache') }),
			...(url.searchParams.has('age') && { age: url.searchParams.get('age') }),
			...(url.searchParams.has('vary') && { vary: url.searchParams.get('vary') })
		}
	});
};
