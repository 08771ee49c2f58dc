import { getRequestEvent } from '$app/server';

const late = async () => {
	await new Promise((resolve) => setTimeout(resolve, 30));
	return getRequestEvent().url.pathname;
};

export const load = ({ params, locals, route, isDataRequest }) => {
	const data = { how: params.how, order: [...locals.order], id: route.id, isDataRequest };
	if (params.how === 'stream') data.late = late();
	if (params.how === 'throw') throw new Error('secret');
	return data;
};
export const actions = {
	default: async ({ request, locals }) => ({ order: locals.order, got: [...(await request.formData()).keys()] })
};
