import { count } from '../../../lib/server/visits.js';

export const load = async (event) => {
	const parent = event.url.searchParams.get('q') === 'parent' ? await event.parent() : null;
	return { q: event.url.searchParams.get('q'), inner: count(event, 'inner'), of: parent?.outer };
};
