import { count } from '../../lib/server/visits.js';

export const load = (event) => ({ q: event.url.searchParams.get('q'), ran: count(event, 'search') });
