import { steps } from '#lib/steps.js';

export const load = (event) => steps(event, 'lu');
