import { redirect } from '@sveltejs/kit';

/** Redirects to an address of twenty megabytes. */
export function load({ url }) {
	redirect(303, `/${'x'.repeat(Number(url.searchParams.get('size') ?? 2e7))}`);
}
