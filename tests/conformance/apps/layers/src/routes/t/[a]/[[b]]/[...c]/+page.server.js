const reads = {
	destructured: ({ params }) => {
		const { a, ...rest } = params;
		return [a, rest];
	},
	keys: ({ params }) => Object.keys(params),
	spread: ({ params }) => ({ ...params }),
	in: ({ params }) => 'b' in params,
	rest: ({ params }) => params.c,
	optional: ({ params }) => params.b ?? 'none',
	hash: ({ url }) => url.hash,
	host: ({ url }) => [url.host, url.port, url.protocol, url.hostname, url.origin],
	json: ({ url }) => JSON.stringify(url),
	size: ({ url }) => url.searchParams.size,
	getall: ({ url }) => url.searchParams.getAll('q'),
	missing: ({ url }) => [url.searchParams.get('zz'), url.searchParams.has('yy')],
	keysofquery: ({ url }) => [...url.searchParams.keys()],
	values: ({ url }) => [...url.searchParams.values()],
	join: ({ url }) => new URL('x', url).href,
	object: ({ url }) => Object.fromEntries(url.searchParams),
	nested: ({ untrack, params, url }) => [untrack(() => params.a), params.b ?? null, untrack(() => url.pathname)],
	untrackthrow: ({ untrack, params }) => {
		try {
			untrack(() => {
				throw new Error('x');
			});
		} catch {
			return params.a;
		}
	},
	dependsrelative: ({ depends }) => depends('x', '/y?z=1', 'app:a', 'app:b', 'https://else.test', '../up', '') ?? 1,
	dependstwice: ({ depends }) => depends('app:a') ?? depends('app:a') ?? 1,
	dependsnone: ({ depends }) => depends() ?? 1,
	untrackparent: async ({ untrack, parent }) => Object.keys(await untrack(() => parent())).sort(),
	search: ({ url }) => url.search
};

export const load = async (event) => {
	const how = event.untrack(() => event.url.searchParams.get('how'));
	return { got: await reads[how](event) };
};
