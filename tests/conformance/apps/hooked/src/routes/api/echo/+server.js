export const fallback = async ({ request, url, isSubRequest }) =>
	Response.json(
		{
			method: request.method,
			query: url.search,
			hooked: request.headers.get('x-hooked'),
			own: request.headers.get('x-own'),
			cookie: request.headers.get('cookie'),
			accept: request.headers.get('accept'),
			sub: isSubRequest,
			body: await request.text()
		},
		{
			headers: {
				'x-visible': 'yes',
				'x-hidden': 'yes',
				...(url.searchParams.has('ttl') && { 'cache-control': `public, max-age=${url.searchParams.get('ttl')}` }),
				...(url.searchParams.has('smax') && { 'cache-control': 'max-age=5, s-maxage=60', age: '7' }),
				...(url.searchParams.has('vary') && { vary: '*' })
			}
		}
	);
