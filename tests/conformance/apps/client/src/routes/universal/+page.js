import { resolve } from '$app/paths';

export const load = async ({ fetch, data, depends }) => {
	depends('app:universal');
	const number = await (await fetch(resolve('/api/number'))).json();
	return { ...data, number };
};
