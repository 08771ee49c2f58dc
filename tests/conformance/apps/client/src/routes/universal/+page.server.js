import { count } from '../../lib/server/visits.js';

export const load = (event) => ({ server: count(event, 'universal') });
