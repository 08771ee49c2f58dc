import { count } from '../../lib/server/visits.js';

export const load = (event) => {
	event.depends('app:data', '/api/number');
	return { ran: count(event, 'data') };
};
