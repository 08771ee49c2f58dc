import { createClient } from 'contentful';

export const load = async ({ url }) => {
	const client = createClient({
		space: 'space',
		accessToken: 'token',
		host: url.host,
		basePath: '/api/contentful',
		insecure: true
	});
	const entries = await client.getEntries({ content_type: 'post' });
	return { titles: entries.items.map((entry) => entry.fields.title) };
};
