import { match } from '$app/paths';

/** Asks 200 times for the route of an address whose matcher loops: each time with a budget of its own. */
export async function load({ url }) {
	const size = Number(url.searchParams.get('size') ?? 200);
	const ask = (_, at) => match({ href: `${url.origin}/hostile/doors/matcher/loop?at=${at}` }).catch(String);
	return { found: (await Promise.all(Array.from({ length: size }, ask))).length };
}
