import { count } from '../lib/server/visits.js';

export const load = (event) => {
	event.depends('app:layout');
	return { layout: count(event, 'layout') };
};
