import { redirect } from '@sveltejs/kit';

/** A redirect whose status is changed after it was checked: less than the server can send, and granian aborts. */
export function load({ url }) {
	try {
		redirect(303, '/innocent/small');
	} catch (thrown) {
		thrown.status = Number(url.searchParams.get('size') ?? 99);
		throw thrown;
	}
}
