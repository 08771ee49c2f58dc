import { match } from '$app/paths';

const kind = (params) => Object.fromEntries(Object.entries(params).map(([name, value]) => [name, `${typeof value} ${value}`]));

/** What the paths of the query are: `?to=…`, and as a URL `?as=url`. */
export async function load({ url }) {
	const found = [];
	for (const to of url.searchParams.getAll('to')) {
		try {
			const route = await match(url.searchParams.has('url') ? new URL(to) : to);
			found.push(route && { id: route.id, params: kind(route.params) });
		} catch (error) {
			found.push(`${error.name}`);
		}
	}
	return { found };
}
