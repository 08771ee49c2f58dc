import { look, pass } from '#lib/svelte_ways.js';

export async function load({ params, data }) {
	const [way, user, reroute, matcher] = params.seen.split('~');
	const load = pass(way, user);
	await new Promise((resolve) => setTimeout(resolve, 1));
	return { way, user, found: { reroute, matcher, decode: data?.mark?.found, load, later: look(way) } };
}
