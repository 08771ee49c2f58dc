import { steps } from '#lib/server/steps.js';

export const load = (event) => steps(event, 'ps');
