import { browser } from '$app/environment';
import axios, { AxiosError } from 'axios';

export const load = async ({ url }) => {
	const client = axios.create({ baseURL: `${url.origin}/api`, timeout: 5000 });
	client.interceptors.request.use((config) => ({ ...config, params: { ...config.params, via: 'interceptor' } }));
	const { data: items, status } = await client.get('/items');
	const { data: echo } = await client.post('/echo', { foo: true });
	// browsers write what is missing to the console
	const missing = browser ? 404 : await client.get('/nothing').catch((error) => (error instanceof AxiosError ? error.response.status : error.message));
	return { items, status, echo, missing };
};
