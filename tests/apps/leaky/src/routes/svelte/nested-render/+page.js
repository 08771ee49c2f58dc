import { getContext } from 'svelte';
import { render } from 'svelte/server';
import Looping from '#lib/svelte/Looping.svelte';

/** A load that renders something itself, a mail for example. */
export async function load({ url }) {
	const before = context_of_somebody();
	const user = url.searchParams.get('user');
	if (url.searchParams.has('behind')) await null;
	render(Looping, { props: { user, loop: url.searchParams.has('loop') } }).body;
	return { before, after: user };
}

/** There is none, outside of components. */
function context_of_somebody() {
	try {
		return getContext('user');
	} catch {
		return '';
	}
}
