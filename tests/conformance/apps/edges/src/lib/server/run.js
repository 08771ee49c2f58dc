import { error, redirect } from '@sveltejs/kit';

/** Fails as the query says for this place: ?s1=throw */
export function run({ url }, where) {
	const how = url.searchParams.get(where);
	if (how === 'throw') throw new Error('secret');
	if (how === 'error') error(409, `said by ${where}`);
	if (how === 'error500') error(500, 'its own');
	if (how === 'redirect') redirect(302, '/');
	return { [where]: how ?? 'fine' };
}
