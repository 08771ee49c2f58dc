import { match } from '$app/paths';

/** Asks for the route of an address with 25 million segments, which Python goes through. */
export async function load({ url }) {
	const size = Number(url.searchParams.get('size') ?? 2.5e7);
	return { found: String(await match({ href: `${url.origin}${'/'.repeat(size)}` })) };
}
