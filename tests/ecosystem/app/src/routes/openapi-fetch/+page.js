import createClient from 'openapi-fetch';

export const load = async ({ fetch, url }) => {
	const client = createClient({ baseUrl: `${url.origin}/api`, fetch });
	const { data: items } = await client.GET('/items', { params: { query: { limit: 2 } } });
	const { data: echo } = await client.POST('/echo', { body: { title: 'My New Post' } });
	return { items, echo };
};
