import { run } from '#lib/server/run.js';

export const load = (event) => run(event, 'sp');
