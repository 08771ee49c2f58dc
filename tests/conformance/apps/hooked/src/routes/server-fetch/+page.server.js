export const load = async ({ fetch }) => {
	const read = async (url, options) => {
		const response = await fetch(url, options);
		return [response.status, await response.json().catch(() => 'no JSON')];
	};
	return {
		faked: await read('https://api.other.test/thing', { method: 'PUT' }),
		hooked: await read('/api/echo?hook'),
		plain: await read('/api/echo')
	};
};
