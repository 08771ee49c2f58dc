import { json } from '@sveltejs/kit';
import { count } from '../../../lib/server/visits.js';

export const GET = (event) => json(count(event, 'number'));
