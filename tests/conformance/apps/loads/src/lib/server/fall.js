import { error, redirect } from '@sveltejs/kit';

/** End a load as the query asks: `?mid=error&page=redirect`. */
export async function fall(url, place) {
	const how = url.searchParams.get(place);
	if (how?.startsWith('slow')) await new Promise((done) => setTimeout(done, 20));
	if (how?.endsWith('error')) error(410, `gone at ${place}`);
	if (how?.endsWith('throw')) throw new Error(`secret of ${place}`);
	if (how?.endsWith('redirect')) redirect(307, `/elsewhere?from=${place}`);
}
