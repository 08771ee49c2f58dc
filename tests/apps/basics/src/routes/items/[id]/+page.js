import { error, redirect } from '@sveltejs/kit';

/** A universal load: it runs in V8 on the server, and in the browser. */
export async function load({ data, fetch, params, parent, url }) {
	if (url.searchParams.has('forbidden')) error(403, 'not this one', { hint: 'universal' });
	if (url.searchParams.has('moved')) redirect(307, '/about');
	if (url.searchParams.has('broken')) throw new TypeError('universal load broke');
	const response = await fetch(`/api/stock/${params.id}`);
	const { stock } = await response.json();
	const { user } = await parent();
	return { ...data, stock, user_of_parent: user };
}
