import ky from 'ky';

export const load = async ({ fetch, url }) => {
	const api = ky.create({ prefix: `${url.origin}/api`, fetch });
	const items = await api.get('items').json();
	const echo = await api.post('echo', { json: { foo: true }, searchParams: { a: 1 } }).json();
	return { items, echo };
};
