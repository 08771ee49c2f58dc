import { count } from '../../../lib/server/visits.js';

export const load = (event) => ({ id: event.params.id, outer: count(event, 'outer') });
