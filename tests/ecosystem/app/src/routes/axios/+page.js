import axios from 'axios';

export const load = async ({ fetch, url }) => {
	const { data: items } = await axios.get(`${url.origin}/api/items`, {
		adapter: 'fetch',
		env: { fetch, Request: null, Response: null }
	});
	return { items };
};
