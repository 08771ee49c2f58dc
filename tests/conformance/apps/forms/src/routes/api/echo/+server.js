export const fallback = async ({ request, url, cookies, isSubRequest, isDataRequest }) => {
	const headers = {};
	for (const name of ['accept', 'accept-language', 'authorization', 'cookie', 'origin', 'content-type', 'x-own']) {
		headers[name] = request.headers.get(name);
	}
	cookies.set('inner', 'from the echo', { path: '/api' });
	cookies.set('relative', 'x', { path: 'below' });
	return Response.json(
		{
			method: request.method,
			url: url.href,
			headers,
			cookies: cookies.getAll(),
			flags: [isSubRequest, isDataRequest],
			body: await request.text()
		},
		{ headers: { 'x-echo': 'yes', 'cache-control': 'max-age=30' } }
	);
};
