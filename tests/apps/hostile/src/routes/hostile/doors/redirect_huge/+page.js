import { redirect } from '@sveltejs/kit';

/** Redirects to an address of a hundred megabytes. */
export function load({ url }) {
	redirect(303, `/${'x'.repeat(Number(url.searchParams.get('size') ?? 1e8))}`);
}
