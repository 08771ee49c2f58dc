import { match } from '$app/paths';

const typed = (params) => Object.entries(params).map(([name, value]) => `${name}: ${typeof value} ${Object.is(value, -0) ? '-0' : value}`);

export const load = async ({ url }) => {
	const to = url.searchParams.get('to');
	try {
		const found = await match(url.searchParams.has('url') ? new URL(to) : to);
		return { found: found && [Object.keys(found), found.id, typed(found.params)] };
	} catch (error) {
		return { found: error.name };
	}
};
