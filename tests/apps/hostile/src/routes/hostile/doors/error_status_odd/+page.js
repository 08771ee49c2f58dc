import { error } from '@sveltejs/kit';

/** An error whose status is changed after it was checked: three digits are not enough for it, and granian aborts. */
export function load({ url }) {
	try {
		error(500, 'failed');
	} catch (thrown) {
		thrown.status = thrown.body.status = Number(url.searchParams.get('size') ?? 1000);
		throw thrown;
	}
}
